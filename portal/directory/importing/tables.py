"""Tables that people fill in and the directory takes in: what a row may hold, and what becomes of it.

A `Table` is one sheet. It says its columns, looks up what is known in few queries, judges row by row, and writes what
is good. `judge` and `write` below do that for a whole workbook.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.directory.importing.workbook import Cell, Line, Sheet
from portal.directory.naming import neat, tidy
from portal.words import spoken

# A table may have a heading and a remark above its titles.
TITLES_WITHIN = 6


class WrongValue(Exception):
    """A cell does not hold what its column asks for. `sentence` goes on after the name of the cell."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Column:
    """`titles` by language, each is understood. `read` makes the value from text that is not empty, or WrongValue.

    With `choices` the value is one of their keys; people write what it is called.
    """

    key: str
    titles: dict[str, str]
    read: Callable[[str], Any] = neat
    choices: dict[str, Promise] | None = None
    needed: bool = False
    example: str = ""
    most: int = 120

    @property
    def title(self) -> str:
        return spoken(self.titles)


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which cell ("B7"); "" for the whole row."""

    at: str
    sentence: str


@dataclass
class Row:
    """One line of a table by the keys of its columns; what was left empty is ""."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, sentence: str | Promise) -> None:
        self.faults.append(Fault(self.places.get(key, ""), str(sentence)))


@dataclass
class Verdict:
    """What becomes of a row. `changes` has title, before and after; `found` is whatever the table wants to write."""

    row: Row
    outcome: Outcome
    name: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    found: Any = None

    @property
    def faults(self) -> list[Fault]:
        return self.row.faults


class Table(ABC):
    """One kind of sheet. A subclass is made anew for each import and may remember what it has looked up."""

    titles: dict[str, str]
    columns: Sequence[Column]

    @property
    def title(self) -> str:
        return spoken(self.titles)

    @abstractmethod
    def look_up(self, rows: Sequence[Row]) -> None:
        """Find everything that `judge` will need, for all rows at once."""

    @abstractmethod
    def judge(self, row: Row) -> Verdict:
        """New, changed or the same; or `row.fault(key, sentence)` and wrong. Not asked for rows that have faults."""

    @abstractmethod
    def write(self, verdicts: Sequence[Verdict]) -> None:
        """Write the new and the changed ones. Called once, in a transaction."""


@dataclass
class Judged:
    """One table with what becomes of each row, or `fault` when the sheet has not its columns."""

    table: Table
    verdicts: list[Verdict] = field(default_factory=list)
    fault: str = ""

    def count(self, outcome: Outcome) -> int:
        return sum(verdict.outcome == outcome for verdict in self.verdicts)

    @property
    def good(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.outcome in (Outcome.NEW, Outcome.CHANGED)]


def judge(sheets: Iterable[Sheet], tables: Sequence[Table]) -> list[Judged]:
    """What each row would change, table by table in the order given; a later table may know what an earlier one makes.

    A sheet belongs to the table of its title. A workbook of one sheet needs none when there is only one table.
    """
    by_title = {tidy(sheet.title): sheet for sheet in sheets}
    if len(by_title) == len(tables) == 1:
        return [_judge(next(iter(by_title.values())), tables[0])]
    found = ((next((by_title[title] for title in map(tidy, table.titles.values()) if title in by_title), None), table)
             for table in tables)  # fmt: skip
    return [_judge(sheet, table) for sheet, table in found if sheet is not None]


@transaction.atomic
def write(judged: Iterable[Judged]) -> None:
    """All good rows of all tables, or nothing."""
    for each in judged:
        each.table.write(each.good)


def _judge(sheet: Sheet, table: Table) -> Judged:
    try:
        rows = _rows(sheet, table)
    except WrongValue as wrong:
        return Judged(table, fault=str(wrong.sentence))
    table.look_up([row for row in rows if not row.faults])
    return Judged(table, [_verdict(row, table) for row in rows])


def _verdict(row: Row, table: Table) -> Verdict:
    verdict = Verdict(row, Outcome.WRONG) if row.faults else table.judge(row)
    if row.faults:
        verdict.outcome = Outcome.WRONG
    verdict.name = verdict.name or str(next(iter(row.values.values()), ""))
    return verdict


def _rows(sheet: Sheet, table: Table) -> list[Row]:
    for place, line in enumerate(sheet.lines[:TITLES_WITHIN]):
        found = _columns(line, table.columns)
        if all(column in found.values() for column in table.columns if column.needed):
            return [_row(each, found) for each in sheet.lines[place + 1 :] if _says_something(each, found)]
    needed = ", ".join(column.title for column in table.columns if column.needed)
    raise WrongValue(_("The sheet “%(sheet)s” needs columns with these titles: %(titles)s.")
                     % {"sheet": sheet.title, "titles": needed})  # fmt: skip


def _columns(line: Line, columns: Iterable[Column]) -> dict[int, Column]:
    """By place in the line. Marks that a title is needed do not hide it."""
    known = {tidy(title): column for column in columns for title in column.titles.values()}
    written = (tidy(cell.text).strip("*＊").removesuffix("(必填)") for cell in line.cells)
    return {place: known[title] for place, title in enumerate(written) if title in known}


def _says_something(line: Line, columns: dict[int, Column]) -> bool:
    return any(line.cells[place].text or line.cells[place].wrong for place in columns)


def _row(line: Line, columns: dict[int, Column]) -> Row:
    row = Row(line.number)
    for place, column in columns.items():
        cell = line.cells[place]
        row.places[column.key] = cell.at
        row.values[column.key] = _value(cell, column, row)
    return row


def _value(cell: Cell, column: Column, row: Row) -> Any:
    try:
        return _read(cell, column)
    except WrongValue as wrong:
        row.fault(column.key, wrong.sentence)
        return ""


def _read(cell: Cell, column: Column) -> Any:
    if cell.wrong:
        raise WrongValue(cell.wrong)
    if not cell.text:
        if column.needed:
            raise WrongValue(_("must not be empty: %(title)s") % {"title": column.title})
        return ""
    if len(cell.text) > column.most:
        raise WrongValue(_("is longer than %(most)d characters") % {"most": column.most})
    return one_of(column.choices, cell.text) if column.choices else column.read(cell.text)


def day(text: str) -> date:
    """2026-11-22, 2026/11/22, 2026.11.22 or 2026年11月22日."""
    plain = tidy(text).replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").replace(".", "-")
    try:
        year, month, of_month = map(int, plain.split("-"))
        return date(year, month, of_month)
    except ValueError:
        raise WrongValue(_("is no day; write it like 2026-11-22")) from None


def yes(text: str) -> bool:
    answers = {"是": True, "有": True, "yes": True, "y": True, "1": True, "true": True,
               "否": False, "无": False, "no": False, "n": False, "0": False, "false": False}  # fmt: skip
    if (answer := answers.get(tidy(text).lower())) is None:
        raise WrongValue(_("should be yes or no"))
    return answer


def one_of(choices: dict[str, Promise], text: str) -> str:
    """The key of a choice, given by its key or by what it is called in any language of the portal."""
    if (key := _spoken_keys(choices).get(tidy(text))) is None:
        raise WrongValue(_("is not one of the list: %(text)s") % {"text": text})
    return key


def _spoken_keys(choices: dict[str, Promise]) -> dict[str, str]:
    said = {key: key for key in choices}
    for language, _name in settings.INTERFACE_LANGUAGES:
        with override(language):
            said |= {tidy(str(name)): key for key, name in choices.items()}
    return said
