"""The table of access_matrix.md as data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("access_matrix.md")
MARKS = {"yes", "all", "–", "(yes)"}
ELSE = "everybody else"
PLACES = ("own area", "elsewhere")

Row = dict[str, str]


@dataclass(frozen=True)
class Person:
    """A row of the people: where somebody has a post. All but `who` are empty for who is not signed in."""

    who: str
    role: str
    organisation: str
    works_at: str


@dataclass(frozen=True)
class Matrix:
    people: tuple[Person, ...]
    # By thing and who, as marked.
    marks: dict[tuple[str, str], str]
    # By address, the thing it is there for.
    addresses: dict[str, str]

    @property
    def things(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(thing for thing, _who in self.marks))

    def allows(self, who: str, thing: str, place: str) -> bool:
        mark = self.marks[thing, who]
        return mark == "all" or (mark == "yes" and place == PLACES[0])

    def thing_at(self, route: str) -> str | None:
        """What an address is there for: as it is listed, else the longest listing that it lies below."""
        if route in self.addresses:
            return self.addresses[route]
        below = [listed for listed in self.addresses if listed.endswith("…") and route.startswith(listed[:-1])]
        return self.addresses[max(below, key=len)] if below else None


@cache
def read(text: str = "") -> Matrix:
    """Raises ValueError for a mark or a person that there is not, and for a cell that stands there twice."""
    people, marks, addresses = [], {}, {}
    for rows in _tables(text or FILE.read_text(encoding="utf-8")):
        if "works at" in rows[0]:
            people = [Person(row["who"], row["role"], row["organisation"], row["works at"]) for row in rows]
        elif "addresses" in rows[0]:
            addresses |= {found: row["thing"] for row in rows for found in re.findall(r"`([^`]+)`", row["addresses"])}
        elif "who" in rows[0]:
            for cell, mark in _cells(rows, [person.who for person in people]):
                if cell in marks or mark not in MARKS:
                    raise ValueError(f"{cell}: {mark}")
                marks[cell] = mark
    return Matrix(tuple(people), marks, addresses)


def _cells(rows: list[Row], known: list[str]) -> Iterator[tuple[tuple[str, str], str]]:
    said = {row["who"]: row for row in rows}
    if unknown := set(said) - {*known, ELSE}:
        raise ValueError(f"nobody among the people is {unknown}")
    for who in known:
        row = said.get(who) or said[ELSE]
        yield from (((thing, who), mark) for thing, mark in row.items() if thing != "who")


def _tables(text: str) -> Iterator[list[Row]]:
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        head, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        yield [dict(zip(head, row, strict=True)) for row in rows]
