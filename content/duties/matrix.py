"""Units against clauses, as a document allots them. Pure.

A unit that goes by several names in one document is one, under the name that stands there first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from content.policytext.offices import Office, called_on, identity, is_meant

LEADS, TAKES_PART = "leads", "takes_part"
# Of a clause without a heading, so much of its text stands for one.
LONGEST_BEGINNING = 24


@dataclass(frozen=True)
class Stretch:
    """The sentences of a clause that a row goes for."""

    text: str
    role: str


@dataclass(frozen=True)
class Work:
    """What has become of a duty, for who may see it: who has it, in which state it is, at which address."""

    owner: str
    label: str
    tone: str
    path: str


@dataclass
class Cell:
    """What a unit has to do by a clause. `role` is LEADS where it leads any of the clause.

    `works` and `assign`, the address at which it can be made a task, are filled in for staff only (see board.py).
    """

    unit: "Unit"
    clause: "Clause"
    role: str
    stretches: list[Stretch] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    assign: str = ""

    @property
    def leads(self) -> bool:
        return self.role == LEADS


@dataclass
class Clause:
    id: str
    title: str
    text: str
    cells: dict[str, Cell] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        return quote(self.id)

    @property
    def heading(self) -> str:
        """Its title, or its beginning."""
        first = self.title or self.text.split("\n")[0]
        return first if len(first) <= LONGEST_BEGINNING else f"{first[:LONGEST_BEGINNING]}…"

    @property
    def leading(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if cell.leads]

    @property
    def taking_part(self) -> list[Cell]:
        return [cell for cell in self.cells.values() if not cell.leads]


@dataclass
class Unit:
    """`also` are its other names in the document, `now` who does its work today if that is somebody else."""

    name: str
    now: tuple[str, ...] = ()
    also: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [self.name, *self.also]

    @property
    def leading(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.leads]

    @property
    def taking_part(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.leads]


@dataclass
class Matrix:
    """Units in the order in which the document names them, those that lead first; clauses that allot something."""

    units: list[Unit]
    clauses: list[Clause]

    def rows(self) -> list[tuple[Clause, list[Cell | None]]]:
        return [(clause, [clause.cells.get(unit.name) for unit in self.units]) for clause in self.clauses]

    def cell(self, unit: str, clause: str) -> Cell | None:
        found = next((each for each in self.clauses if each.id == clause), None)
        return found.cells.get(unit) if found else None

    def named(self, name: str) -> list[Unit]:
        """The unit of that name, by whichever of its names."""
        return [unit for unit in self.units if name in unit.names or identity(unit.name) == identity(name)]

    def units_of(self, office: Office, day: date) -> list[Unit]:
        return [unit for unit in self.units if any(is_meant(name, office, day) for name in unit.names)]


def matrix_of(clauses: Iterable[Mapping[str, Any]], day: date) -> Matrix:
    """From the clauses of an outline; `day` tells who does a unit's work now."""
    units: dict[tuple[str, str], Unit] = {}
    rows: list[Clause] = []
    for each in clauses:
        clause = Clause(each["id"], each["title"], each["text"])
        for row, text in _stretches(each["allocations"], each["text"]):
            for role, names in ((LEADS, row["leads"]), (TAKES_PART, row["cooperating"])):
                for name in names:
                    _allot(_unit(units, name, day), clause, Stretch(text, role))
        if clause.cells:
            rows.append(clause)
    return Matrix(sorted(units.values(), key=lambda unit: not unit.leading), rows)


def _stretches(rows: Sequence[Mapping[str, Any]], text: str) -> Iterable[tuple[Mapping[str, Any], str]]:
    """Each row goes for the text from where it begins to where the next one does."""
    ends = [*(row["text_from"] for row in rows), len(text)][1:]
    return ((row, text[row["text_from"] : end].strip()) for row, end in zip(rows, ends, strict=True))


def _unit(units: dict[tuple[str, str], Unit], name: str, day: date) -> Unit:
    unit = units.setdefault(identity(name), Unit(name, called_on(name, day)))
    if name not in unit.names:
        unit.also.append(name)
    return unit


def _allot(unit: Unit, clause: Clause, stretch: Stretch) -> None:
    cell = clause.cells.get(unit.name)
    if cell is None:
        cell = clause.cells[unit.name] = Cell(unit, clause, stretch.role)
        unit.cells.append(cell)
    if stretch.role == LEADS:
        cell.role = LEADS
    if stretch not in cell.stretches:
        cell.stretches.append(stretch)
