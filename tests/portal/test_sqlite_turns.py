"""Who waits for SQLite's one write transaction has it as soon as it is free."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from portal.settings.database import sqlite
from portal.sqlite import base

pytestmark = pytest.mark.django_db

Connect = Callable[..., base.DatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    opened: list[base.DatabaseWrapper] = []

    def connect(timeout: float = 20) -> base.DatabaseWrapper:
        settings = sqlite(tmp_path / "turns.sqlite3")
        settings["OPTIONS"]["timeout"] = timeout
        handler = ConnectionHandler({"default": settings})
        opened.append(handler.create_connection("default"))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def begin(connection: base.DatabaseWrapper) -> None:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def test_the_second_writer_asks_until_the_first_has_ended(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = connect(), connect()
    begin(first)
    pauses = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            first.rollback()

    monkeypatch.setattr(base.time, "sleep", pause)

    begin(second)

    assert len(pauses) == 3


def test_a_writer_that_waited_too_long_is_told(connect: Connect) -> None:
    first, second = connect(), connect(timeout=0)
    begin(first)

    with pytest.raises(OperationalError, match="locked"):
        begin(second)


def test_outside_a_transaction_sqlite_waits_as_long(connect: Connect) -> None:
    connection = connect(timeout=7)
    begin(connection)

    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (7000,)


def test_the_portal_uses_it() -> None:
    if connections["default"].vendor == "sqlite":
        assert isinstance(connections["default"], base.DatabaseWrapper)
