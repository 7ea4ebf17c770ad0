"""An Excel workbook as lines of text. Knows no database and no meaning of columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import ZipFile

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.zipped import BROKEN

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 50
# From here on Excel keeps no more digits of a number.
TOO_MANY_DIGITS = 10**15


class NotAWorkbook(Exception):
    """`sentence` says what the file is instead, and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, as text: whole numbers without a point, days as 2026-11-22; or why it is no value."""

    at: str
    text: str = ""
    wrong: str = ""


@dataclass(frozen=True)
class Line:
    """A row that is not empty; `number` is the one Excel shows."""

    number: int
    cells: list[Cell]


@dataclass
class Sheet:
    title: str
    lines: list[Line] = field(default_factory=list)


def read(file: IO[bytes]) -> list[Sheet]:
    """All sheets of an .xlsx file. Raises NotAWorkbook."""
    from openpyxl import load_workbook  # here: large, and seldom asked for

    _inspect(file)
    try:
        # With formulas as they are: their last result may be missing or old, so they are named instead of trusted.
        book = load_workbook(file, data_only=False, keep_links=False)
    except Exception:  # openpyxl raises whatever a broken part happens to cause
        raise NotAWorkbook(_("This workbook is damaged. Open it in a spreadsheet program and save it again.")) from None
    return [_sheet(sheet) for sheet in book.worksheets]


def _inspect(file: IO[bytes]) -> None:
    start = file.read(8)
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        raise NotAWorkbook(_("The file is larger than 5 MB. Split it, and leave out pictures."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAWorkbook(_("This is an old .xls file or one with a password. Save it as .xlsx without a password."))
    try:
        with ZipFile(file) as parts:
            _inspect_parts(parts)
    except BROKEN:
        raise NotAWorkbook(_("This is no Excel workbook (.xlsx).")) from None
    file.seek(0)


def _inspect_parts(parts: ZipFile) -> None:
    if "xl/workbook.xml" not in parts.namelist():
        raise NotAWorkbook(_("This is no Excel workbook (.xlsx)."))
    if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
        raise NotAWorkbook(_("The file is too large inside. Split it, and leave out pictures."))
    for part in parts.infolist():
        with parts.open(part) as content:
            # A workbook has none; entities in one could make a small file endless.
            if b"<!DOCTYPE" in content.read(2048):
                raise NotAWorkbook(_("This is no Excel workbook (.xlsx)."))


def _sheet(sheet: Any) -> Sheet:
    # The rows that hold something. A sheet may be formatted down to its millionth row, and asking for the rows makes
    # all of them.
    written = {place for place, cell in sheet._cells.items() if cell.value not in (None, "")}
    last = max((row for row, _column in written), default=0)
    width = min(max((column for _row, column in written), default=0), MOST_COLUMNS)
    if len({row for row, _column in written}) > MOST_ROWS + 10:
        raise NotAWorkbook(_("A sheet has more than 10,000 rows. Split it into several files."))
    merged = _merged(sheet)
    rows = sorted({row for row, _column in written} | {row for row, _column in merged if row <= last})
    lines = (Line(row, [_cell(sheet, row, column, merged) for column in range(1, width + 1)]) for row in rows)
    return Sheet(sheet.title, [line for line in lines if any(cell.text or cell.wrong for cell in line.cells)])


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each covered cell the one that shows: one value over several rows of a column counts for each of them."""
    return {place: (area.min_row, area.min_col) for area in sheet.merged_cells.ranges for place in _covered(area)}


def _covered(area: Any) -> Iterator[tuple[int, int]]:
    """Only in one column: what is merged across columns is a heading, or a mistake."""
    if area.min_col == area.max_col and area.size["rows"] <= MOST_ROWS:
        yield from ((row, area.min_col) for row in range(area.min_row, area.max_row + 1))


def _cell(sheet: Any, row: int, column: int, merged: dict[tuple[int, int], tuple[int, int]]) -> Cell:
    from openpyxl.utils import get_column_letter  # here: as above

    at = f"{get_column_letter(column)}{row}"
    source = sheet._cells.get(merged.get((row, column), (row, column)))
    if source is None or source.value is None:
        return Cell(at)
    if source.data_type == "f":
        return Cell(at, wrong=str(_("holds a formula; copy the column and paste it as values")))
    if source.data_type == "e":
        return Cell(at, wrong=str(_("holds an error of the spreadsheet")))
    if _has_lost_digits(source.value):
        return Cell(at, wrong=str(_("is a number too long for a spreadsheet; type it as text")))
    return Cell(at, _text(source.value))


def _has_lost_digits(value: Any) -> bool:
    return isinstance(value, int | float) and abs(value) >= TOO_MANY_DIGITS


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    return "".join(letter for letter in str(value) if letter.isprintable() or letter == "\n").strip()
