"""Fixtures that every test may use."""

import pytest

from tests import cast as cast_of_characters


@pytest.fixture
def cast(db: None) -> cast_of_characters.Cast:
    """The people of the invented prefecture, see tests/cast.py."""
    return cast_of_characters.assemble()
