"""Fixtures that every test may use."""

import pytest
from django.conf import settings
from django.utils import translation

from portal.supervisor.catalogues import compile_changed
from portal.supervisor.run import LOCALES
from tests import cast as cast_of_characters


def pytest_configure() -> None:
    """As in life: the portal speaks Chinese from a clean clone on, also in tests."""
    compile_changed(LOCALES)


@pytest.fixture(autouse=True)
def chinese():
    """Every test begins in the portal's own language, whatever the visitor of the test before had chosen."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def cast(db: None) -> cast_of_characters.Cast:
    """The people of the invented prefecture, see tests/cast.py."""
    return cast_of_characters.assemble()
