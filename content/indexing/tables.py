"""The table of pieces, in the way each database knows best, with the same answers from all of them.

A row has a place, the number by which results are ordered, and two columns of pieces: those of the title, and those of
every word. PostgreSQL keeps numbers in arrays under GIN indexes, SQLite words in an FTS5 table.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

TABLE = "content_searchgrams"
TITLE, WORDS = COLUMNS = ("title", "words")
Pieces = Collection[int]


@dataclass(frozen=True)
class Row:
    """`words` are all its pieces, those of the title too."""

    place: int
    title: Pieces
    words: Pieces


class Table(Protocol):
    def create(self) -> list[str]: ...

    def put(self, rows: Iterable[Row]) -> None:
        """Instead of whatever stood at their places."""

    def inside(self, pieces: Pieces, column: str) -> tuple[str, Any]:
        """SQL that gives the places of the rows that have all of them in that column, and its value."""

    def highest(self, inside: str) -> str:
        """SQL that gives the highest of those, with two values more: below which place, and how many."""

    place: str


class Postgres:
    place = "place"

    def create(self) -> list[str]:
        columns = ", ".join(f"{name} integer[] NOT NULL" for name in COLUMNS)
        made = [
            # The arrays are put aside, so that to go through the places of a frequent word is to read few blocks.
            f"CREATE TABLE {TABLE} (place bigint PRIMARY KEY, {columns}) WITH (toast_tuple_target = 128)",
        ]
        for name in COLUMNS:
            made += [
                f"ALTER TABLE {TABLE} ALTER COLUMN {name} SET STORAGE EXTERNAL",
                f"ALTER TABLE {TABLE} ALTER COLUMN {name} SET STATISTICS 0",
                self.index(name),
            ]
        return made

    def index(self, column: str) -> str:
        # Without a list of what is still to be sorted in: searching is never slow because somebody has published.
        return f"CREATE INDEX {TABLE}_{column} ON {TABLE} USING gin ({column}) WITH (fastupdate = off)"

    def put(self, rows: Iterable[Row]) -> None:
        _many(
            f"INSERT INTO {TABLE} (place, title, words) VALUES (%s, %s, %s) ON CONFLICT (place) DO UPDATE"  # noqa: S608  # nosec B608 -- our own names
            " SET title = excluded.title, words = excluded.words",
            [[row.place, list(row.title), list(row.words)] for row in rows],
        )

    def inside(self, pieces: Pieces, column: str) -> tuple[str, Any]:
        said = f"SELECT place FROM {TABLE} WHERE {column} @> %s::integer[]"  # noqa: S608  # nosec B608 -- our own names
        return said, list(pieces)

    def highest(self, inside: str) -> str:
        # Never along the order of places with a look at every row: therefore the sum.
        return f"SELECT place FROM ({inside}) AS found WHERE place < %s ORDER BY (place + 0) DESC LIMIT %s"  # noqa: S608  # nosec B608 -- our own names


class Sqlite:
    place = "rowid"

    def create(self) -> list[str]:
        return [f"CREATE VIRTUAL TABLE {TABLE} USING fts5({', '.join(COLUMNS)}, detail = 'column', tokenize = 'ascii')"]

    def put(self, rows: Iterable[Row]) -> None:
        _many(
            f"INSERT OR REPLACE INTO {TABLE} (rowid, title, words) VALUES (%s, %s, %s)",  # noqa: S608  # nosec B608 -- our own names
            [[row.place, *(" ".join(map(_word, pieces)) for pieces in (row.title, row.words))] for row in rows],
        )

    def inside(self, pieces: Pieces, column: str) -> tuple[str, Any]:
        words = " AND ".join(f'"{_word(piece)}"' for piece in pieces)
        return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", f"{{{column}}} : ({words})"  # noqa: S608  # nosec B608 -- our own names

    def highest(self, inside: str) -> str:
        return f"{inside} AND rowid < %s ORDER BY rowid DESC LIMIT %s"


def _word(piece: int) -> str:
    return f"{piece & 0xFFFFFFFF:08x}"


def table() -> Postgres | Sqlite:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


def create() -> None:
    for statement in table().create():
        _ask(statement)


def drop() -> None:
    _ask(f"DROP TABLE {TABLE}")


def put(rows: Iterable[Row]) -> None:
    table().put(rows)


def take(places: Iterable[int]) -> None:
    _many(f"DELETE FROM {TABLE} WHERE {table().place} = %s", [[place] for place in places])  # noqa: S608  # nosec B608 -- our own names


def empty() -> None:
    _ask(f"DELETE FROM {TABLE}")  # noqa: S608  # nosec B608 -- our own names


def places(pieces: Pieces, column: str, *, below: int, most: int) -> list[int]:
    """The highest places under `below` of rows that have all of the pieces, the highest first."""
    here = table()
    said, value = here.inside(pieces, column)
    with connection.cursor() as cursor:
        cursor.execute(here.highest(said), [value, below, most])
        return [place for (place,) in cursor.fetchall()]


def inside(pieces: Pieces) -> tuple[str, list[Any]]:
    """SQL that gives all places of rows that have all of the pieces anywhere, for a subquery."""
    said, value = table().inside(pieces, WORDS)
    return said, [value]


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _many(statement: str, rows: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
