"""A database of its own for one test, beside the one of the test run; on SQLite the data folder is that already."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def own_database(name: str, *, like: str = "template1") -> Iterator[str]:
    """Its address; empty when the tests run on SQLite. It is gone afterwards.

    It begins as a copy of the database `like`, to which nobody may be connected meanwhile.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
