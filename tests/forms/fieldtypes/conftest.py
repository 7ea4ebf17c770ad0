"""A moment at which signatures are given, and things that fields can point to."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from forms.fieldtypes import lookups
from portal.directory.models import Post
from tests import cast as people


class Numbers(lookups.Lookup):
    """Finds N-1, and writes it in capitals."""

    def __init__(self, key: str) -> None:
        self.key = key  # type: ignore[misc]

    def find(self, typed: str, *, post: Post, settings: Mapping[str, Any]) -> lookups.Found | None:
        return lookups.Found("N-1", "编号 N-1") if typed.upper() == "N-1" else None


@pytest.fixture
def signing_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 21, 0, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def read_only_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[people.Cast]:
    """The cast, once for all tests of a module that write nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = people.assemble()
        # Also on the day of the signatures.
        Post.objects.update(starts_on=date(2020, 1, 1))
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def pointed_at(read_only_cast: people.Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A case, a child and a record of the number N-1, and a police officer who asks for them."""
    known = {**lookups._lookups, **{key: Numbers(key) for key in ("case", "record", "child")}}
    monkeypatch.setattr(lookups, "_lookups", known)
    with lookups.asking_as(lambda: read_only_cast.east_police.posts.get()):
        yield
