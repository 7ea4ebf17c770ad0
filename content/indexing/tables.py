"""The table of pieces, in the way each database knows best, with the same answers from all of them.

A row has a place, the number by which results are ordered, and the pieces of three columns: the title, the text that
clauses are made of, and the rest. PostgreSQL keeps numbers in arrays under GIN indexes, SQLite words in an FTS5 table.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

TABLE = "content_searchgrams"
TITLE, TEXT, REST = COLUMNS = ("title", "text", "rest")
Pieces = Collection[int]
# One for each term: its pieces must stand together in one of the columns.
Wanted = Sequence[tuple[Pieces, Sequence[str]]]


@dataclass(frozen=True)
class Row:
    place: int
    title: Pieces
    text: Pieces
    rest: Pieces

    @property
    def columns(self) -> tuple[Pieces, Pieces, Pieces]:
        return self.title, self.text, self.rest


class Table(Protocol):
    def create(self) -> list[str]: ...

    def put(self, rows: Iterable[Row]) -> None:
        """Instead of whatever stood at their places."""

    def condition(self, wanted: Wanted) -> tuple[str, list[Any]]:
        """SQL that is true for the rows that have all of that."""

    place: str


class Postgres:
    place = "place"
    # Planned by the index of the pieces, never along the order of places with a look at every row.
    order = "(place + 0)"

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
            f"INSERT INTO {TABLE} (place, title, text, rest) VALUES (%s, %s, %s, %s) ON CONFLICT (place) DO UPDATE"  # noqa: S608  # nosec B608 -- our own names
            " SET title = excluded.title, text = excluded.text, rest = excluded.rest",
            [[row.place, *map(list, row.columns)] for row in rows],
        )

    def condition(self, wanted: Wanted) -> tuple[str, list[Any]]:
        said, values = [], []
        for pieces, columns in wanted:
            said.append("(" + " OR ".join(f"{name} @> %s::integer[]" for name in columns) + ")")
            values += [list(pieces)] * len(columns)
        return " AND ".join(said), values


class Sqlite:
    place = order = "rowid"

    def create(self) -> list[str]:
        return [f"CREATE VIRTUAL TABLE {TABLE} USING fts5({', '.join(COLUMNS)}, detail = 'column', tokenize = 'ascii')"]

    def put(self, rows: Iterable[Row]) -> None:
        _many(
            f"INSERT OR REPLACE INTO {TABLE} (rowid, title, text, rest) VALUES (%s, %s, %s, %s)",  # noqa: S608  # nosec B608 -- our own names
            [[row.place, *(" ".join(map(_word, pieces)) for pieces in row.columns)] for row in rows],
        )

    def condition(self, wanted: Wanted) -> tuple[str, list[Any]]:
        said = []
        for pieces, columns in wanted:
            words = " AND ".join(f'"{_word(piece)}"' for piece in pieces)
            said.append("(" + " OR ".join(f"({{{name}}} : ({words}))" for name in columns) + ")")
        return f"{TABLE} MATCH %s", [" AND ".join(said)]


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


def places(wanted: Wanted, *, below: int, most: int) -> list[int]:
    """The highest places under `below` of rows that have what is wanted, the highest first."""
    here = table()
    said, values = here.condition(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {here.place} FROM {TABLE} WHERE {said} AND {here.place} < %s ORDER BY {here.order} DESC LIMIT %s",  # noqa: S608  # nosec B608 -- our own names, every value apart
            [*values, below, most],
        )
        return [place for (place,) in cursor.fetchall()]


def inside(wanted: Wanted) -> tuple[str, list[Any]]:
    """SQL that gives all places of rows that have what is wanted, for a subquery."""
    here = table()
    said, values = here.condition(wanted)
    return f"SELECT {here.place} FROM {TABLE} WHERE {said}", values  # noqa: S608  # nosec B608 -- our own names, every value apart


def _ask(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _many(statement: str, rows: list[list[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
