"""A write transaction that has to wait asks again every millisecond.

SQLite's own wait makes its pauses longer and longer, up to a tenth of a second: whoever has waited longest asks least
often, and with two web processes at work a report waited for half a second while its turn came ten times.
"""

import sqlite3
import time

from django.db.backends.sqlite3 import base

PAUSE = 0.001


class DatabaseWrapper(base.DatabaseWrapper):
    """Only the beginning of a transaction waits here; a single statement outside one waits as SQLite does."""

    def _start_transaction_under_autocommit(self) -> None:
        """Raises OperationalError when the write lock did not come free in the connection's `timeout` (seconds)."""
        timeout = float(self.settings_dict["OPTIONS"]["timeout"])
        until = time.monotonic() + timeout
        connection: sqlite3.Connection = self.connection
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self.wrap_database_errors:
                while not _begun(connection, last=time.monotonic() > until):
                    time.sleep(PAUSE)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {timeout * 1000:.0f}")


def _begun(connection: sqlite3.Connection, *, last: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
