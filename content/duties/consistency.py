"""Duties against the list of the leading group: who has the one without the other. Pure.

The members of a group are recognised in an annex whose heading names a group or a conference, or that is a list of
members by its form (组长, 副组长, 成员). Of a line only the office counts: 市民政局 of 市民政局副局长.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from content.duties.matrix import Matrix, Unit, matrix_of
from content.policytext.ending import members_in
from content.policytext.offices import function_of, identity, unit_of

# Whoever works at an office is called so behind its name.
_TITLE = re.compile(
    r"(?:党组|党委|党工委|常务|第一|分管|专职|兼职|代理|正|副|总)*"
    r"(?:秘书长|局长|主任|厅长|部长|书记|主席|理事长|院长|检察长|会长|县长|市长|州长|区长|省长|镇长|乡长|处长|科长|行长|经济师|工程师|调研员|巡视员"
    r"|负责人|负责同志|主要领导|分管领导|政委|支队长|大队长|主委)(?:助理)?.*$"
)
_BETWEEN = re.compile(r"[、，,；;]")
# They stand for many, and are in no group by name.
_EVERYBODY = re.compile(r"(?:各|有关|相关|全体|领导小组|成员单位).*|.*(?:各级|成员单位|有关部门).*")


@dataclass(frozen=True)
class Seat:
    """A place in the group: the unit, its role there, and where it stands: which annex, which line of its text."""

    unit: str
    role: str
    annex: int
    line: int


@dataclass(frozen=True)
class Findings:
    """`groups` are the headings of the annexes that were read; without any nothing is compared.

    `outside`: units with duties and no seat. `idle`: seats of units without duties.
    """

    groups: list[str]
    seats: list[Seat]
    outside: list[Unit]
    idle: list[Seat]


def findings_of(outline: Mapping[str, Any], day: date) -> Findings:
    annexes = outline["annexes"]
    seats = [seat for number, annex in enumerate(annexes) for seat in _seats(number, annex["text"])]
    matrix = matrix_of(outline["clauses"], day)
    groups = [annexes[number]["title"] for number in sorted({seat.annex for seat in seats})]
    if not seats:
        return Findings([], [], [], [])
    return Findings(groups, seats, list(_outside(matrix, seats, day)), list(_idle(matrix, seats, day)))


def _seats(number: int, text: str) -> Iterator[Seat]:
    lines = text.splitlines()
    for line, member in members_in(lines):
        for unit in units_of_office(member.office):
            yield Seat(unit, member.role, number, line)


def units_of_office(office: str) -> list[str]:
    """市委政法委 and 市综治办 of 市委政法委副书记、市综治办副主任."""
    names = (_TITLE.sub("", part).strip() for part in _BETWEEN.split(office))
    return [name for name in names if len(name) > 1]


def _outside(matrix: Matrix, seats: Sequence[Seat], day: date) -> Iterator[Unit]:
    seated = [seat.unit for seat in seats]
    for unit in matrix.units:
        named = any(_is_same(name, other, day) for name in unit.names for other in seated)
        if not named and not _EVERYBODY.fullmatch(unit.name):
            yield unit


def _idle(matrix: Matrix, seats: Iterable[Seat], day: date) -> Iterator[Seat]:
    """Each unit once. Who sits there for two offices has a duty where one of them has; a government leads the group."""
    names = [name for unit in matrix.units for name in unit.names]
    told: set[tuple[str, str]] = set()
    for _place, shared in groupby(seats, key=lambda seat: (seat.annex, seat.line)):
        offices = list(shared)
        if any(_is_same(seat.unit, name, day) for seat in offices for name in names):
            continue
        for seat in offices:
            if not seat.unit.endswith("政府") and identity(seat.unit) not in told:
                told.add(identity(seat.unit))
                yield seat


def _is_same(one: str, other: str, day: date) -> bool:
    """市教育局 and 教育部门 are the same here: a document and its list are of one place."""
    if identity(one) == identity(other):
        return True
    return unit_of(one) is not None and bool(function_of(one, day) & function_of(other, day))
