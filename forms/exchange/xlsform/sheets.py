"""The sheets of an XLSForm as rows that know their number, with columns under the names that pyxform gives them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from forms.exchange.xlsform.findings import Findings, Place
from portal.directory.importing import workbook

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


def read(file: IO[bytes], findings: Findings) -> Book:
    """The sheets that mean something, by name. Raises Unreadable."""
    _demand_small(file)
    try:
        sheets = workbook.read(file)
    except workbook.NotAWorkbook as refused:
        raise Unreadable(str(refused)) from None
    book: Book = {}
    for sheet in sheets:
        name = sheet.title.strip().lower()
        if name in MOST_ROWS and sheet.lines and name not in book:
            book[name] = _table(name, sheet, findings)
        elif sheet.lines and name in ("external_choices", "entities", "osm"):
            findings.dropped(Place(sheet.title), _("The portal has nothing like this sheet; it was left out."))
    if "survey" not in book:
        titles = "、".join(sheet.title for sheet in sheets)
        raise Unreadable(_("The workbook has no sheet “survey” with rows in it, only: %(titles)s.") % {"titles": titles})
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
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
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


def _table(name: str, sheet: workbook.Sheet, findings: Findings) -> Table:
    head, *lines = sheet.lines
    if len(lines) > MOST_ROWS[name]:
        raise Unreadable(
            _("The sheet “%(sheet)s” has more than %(most)s rows. Make several forms of it.")
            % {"sheet": sheet.title, "most": MOST_ROWS[name]}
        )
    titles = [" ".join(cell.text.split()) for cell in head.cells]
    columns = _columns(name, titles)
    table = Table(name, dict(zip(columns, titles, strict=True)), head.number)
    _demand_different(table, titles, columns, findings)
    for line in lines:
        _take(table, line, titles, columns, findings)
    return table


def _columns(name: str, titles: list[str]) -> list[Column]:
    known, slots = KNOWN.get(name, ({}, frozenset()))
    double = any("::" in title for title in titles)
    return [tuple(process_header(title, double, known, slots)[1]) for title in titles]


def _demand_different(table: Table, titles: list[str], columns: list[Column], findings: Findings) -> None:
    for index, (title, column) in enumerate(zip(titles, columns, strict=True)):
        if title and column in columns[:index]:
            other = titles[columns.index(column)]
            message = _("The columns “%(one)s” and “%(other)s” mean the same; take one away.")
            findings.error(table.head_place(title), message % {"one": other, "other": title})


def _take(table: Table, line: workbook.Line, titles: list[str], columns: list[Column], findings: Findings) -> None:
    row = Row(table.name, line.number, titles=table.titles)
    for title, column, cell in zip(titles, columns, line.cells, strict=False):
        if title and cell.wrong:
            message = _("The cell %(why)s. It was left empty.") % {"why": cell.wrong}
            findings.dropped(Place(table.name, line.number, title), message)
        elif title and cell.text:
            row.cells[column] = cell.text
    table.rows.append(row)
    # pyxform counts rows from the second on, so that those that are empty have to be there.
    missing = line.number - table.head - 1 - len(table.plain)
    table.plain += [{} for _empty in range(max(missing, 0))]
    table.plain.append({table.titles[column]: text for column, text in row.cells.items() if column[0] != "tonghu"})
