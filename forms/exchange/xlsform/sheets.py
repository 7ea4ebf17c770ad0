"""The sheets of an XLSForm as rows that know their number, with columns under the names that pyxform gives them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from forms.exchange.xlsform.findings import Findings, Place
from portal.directory.importing import workbook
from portal.zipped import BROKEN

# What one form can need many times over; more is no form.
MOST_UNPACKED = 40 * 1024 * 1024
MOST_VALUES = 120_000
MOST_ROWS = {"survey": 2_000, "choices": 10_000, "settings": 20, "tonghu_tests": 1_000}
# The name of a column as pyxform resolves it, such as ("bind", "relevant") or ("label", "English (en)").
Column = tuple[str, ...]
KNOWN: dict[str, tuple[dict[str, Any], frozenset[str]]] = {
    "survey": (aliases.survey_header, frozenset(MultipleChoiceQuestion.get_slot_names())),
    "choices": (aliases.list_header, frozenset(Option.get_slot_names())),
    "settings": (aliases.settings_header, frozenset(Survey.get_slot_names())),
}
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)[ >/]")
_PIECE = 1 << 20


class Unreadable(Exception):
    """The file is no workbook that a form can be made of. The sentence says why."""


@dataclass
class Row:
    sheet: str
    number: int
    cells: dict[Column, str] = field(default_factory=dict)
    # The columns as they are titled.
    titles: dict[Column, str] = field(default_factory=dict)

    def get(self, *column: str) -> str:
        """What stands there, "" for nothing."""
        return self.cells.get(column, "")

    def own(self, name: str) -> str:
        """What our own export has written beside it."""
        return self.get("tonghu", name)

    def in_languages(self, *column: str) -> Iterator[tuple[str, str, Place]]:
        """Language ("" where none is named), text and place of a column that can be there in several."""
        for found, text in self.cells.items():
            if found[: len(column)] == column and len(found) <= len(column) + 1 and text:
                yield "".join(found[len(column) :]), text, self.at(*found)

    def at(self, *column: str) -> Place:
        return Place(self.sheet, self.number, self.titles.get(column, ""))


@dataclass
class Table:
    """One sheet: its rows, and what pyxform is told of it."""

    name: str
    titles: dict[Column, str] = field(default_factory=dict)
    head: int = 1
    rows: list[Row] = field(default_factory=list)
    plain: list[dict[str, str]] = field(default_factory=list)

    def head_place(self, column: str = "") -> Place:
        return Place(self.name, self.head, column)


Book = dict[str, Table]


class Results:
    """The last results of formulas, read when the first is asked for."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._book: Any = None

    def at(self, sheet: str, cell: str) -> str:
        """ "" for none, and for what is no text or number."""
        if self._book is None:
            self.file.seek(0)
            self._book = load_workbook(self.file, data_only=True, keep_links=False)
        value = self._book[sheet][cell].value
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, str | int | float) or str(value).startswith("#"):
            return ""
        return "".join(letter for letter in str(value) if letter.isprintable() or letter == "\n").strip()


def read(file: IO[bytes], findings: Findings) -> Book:
    """The sheets that mean something, by name. Raises Unreadable."""
    _demand_small(file)
    try:
        sheets = workbook.read(file)
    except workbook.NotAWorkbook as refused:
        raise Unreadable(str(refused)) from None
    book: Book = {}
    results = Results(file)
    for sheet in sheets:
        name = sheet.title.strip().lower()
        if name in MOST_ROWS and sheet.lines and name not in book:
            book[name] = _table(name, sheet, results, findings)
        elif sheet.lines and name in ("external_choices", "entities", "osm"):
            findings.dropped(Place(sheet.title), _("The portal has nothing like this sheet; it was left out."))
    if "survey" not in book:
        titles = "、".join(sheet.title for sheet in sheets)
        raise Unreadable(
            _("The workbook has no sheet “survey” with rows in it, only: %(titles)s.") % {"titles": titles}
        )
    return book


def _demand_small(file: IO[bytes]) -> None:
    """Counted without unpacking into memory, because a workbook with too much in it takes minutes to read."""
    try:
        with ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The workbook is too large inside to be a form."))
            sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/")]
            if sum(_values(parts, sheet) for sheet in sheets) > MOST_VALUES:
                raise Unreadable(_("The workbook has far more filled cells than a form needs."))
    except BROKEN:
        # The reader knows what the file is instead, and says so.
        pass
    finally:
        file.seek(0)


def _values(parts: ZipFile, name: str) -> int:
    count = 0
    with parts.open(name) as content:
        while piece := content.read(_PIECE):
            count += len(_VALUE.findall(piece))
    return count


def _table(name: str, sheet: workbook.Sheet, results: Results, findings: Findings) -> Table:
    head, *lines = sheet.lines
    if len(lines) > MOST_ROWS[name]:
        raise Unreadable(
            _("The sheet “%(sheet)s” has more than %(most)s rows. Make several forms of it.")
            % {"sheet": sheet.title, "most": MOST_ROWS[name]}
        )
    titles = [" ".join(cell.text.split()) for cell in head.cells]
    columns = _columns(name, titles)
    _demand_different(name, head.number, titles, columns, findings)
    table = Table(name, dict(zip(columns, titles, strict=True)), head.number)
    for line in lines:
        _take(table, [_resolved(cell, sheet.title, results) for cell in line.cells], line.number, findings)
    return table


def _resolved(cell: workbook.Cell, sheet: str, results: Results) -> workbook.Cell:
    """A formula with its last result, when the spreadsheet program kept one."""
    return replace(cell, text=results.at(sheet, cell.at)) if cell.wrong else cell


def _columns(name: str, titles: list[str]) -> list[Column]:
    known, slots = KNOWN.get(name, ({}, frozenset()))
    double = any("::" in title for title in titles)
    return [tuple(process_header(title, double, known, slots)[1]) for title in titles]


def _demand_different(name: str, head: int, titles: list[str], columns: list[Column], findings: Findings) -> None:
    """Columns that mean the same are an error; the settings sheet may name the key of the form twice."""
    for index, (title, column) in enumerate(zip(titles, columns, strict=True)):
        if column not in columns[:index]:
            continue
        other = titles[columns.index(column)]
        columns[index] = ("", str(index))
        if title and name == "settings":
            findings.dropped(Place(name, head, title), _("“%(other)s” says it already.") % {"other": other})
        elif title:
            message = _("The columns “%(one)s” and “%(other)s” mean the same; take one away.")
            findings.error(Place(name, head, title), message % {"one": other, "other": title})


def _take(table: Table, cells: list[workbook.Cell], number: int, findings: Findings) -> None:
    row = Row(table.name, number, titles=table.titles)
    for (column, title), cell in zip(table.titles.items(), cells, strict=False):
        if not title or not column[0]:
            continue
        if cell.text:
            row.cells[column] = cell.text
        if cell.wrong:
            _say_wrong(Place(table.name, number, title), cell, findings)
    table.rows.append(row)
    # pyxform counts rows from the second on, so that those that are empty have to be there.
    missing = number - table.head - 1 - len(table.plain)
    table.plain += [{} for _empty in range(max(missing, 0))]
    table.plain.append({table.titles[column]: text for column, text in row.cells.items() if column[0] != "tonghu"})


def _say_wrong(place: Place, cell: workbook.Cell, findings: Findings) -> None:
    if cell.text:
        findings.changed(place, _("The cell holds a formula of the spreadsheet; its last result was taken."))
    else:
        findings.dropped(place, _("The cell %(why)s. It was left empty.") % {"why": cell.wrong})
