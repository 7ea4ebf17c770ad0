"""Tables as a file, written row by row: a workbook (.xlsx), or one CSV file for each table in a zip.

What is in memory does not grow with the rows, and nothing lies in clear on a disk: libraries for workbooks write their
rows into temporary files that stay behind when a process is killed. A text is never a formula.
"""

import csv
import io
import shutil
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.html import escape

from portal.spool import Spool

Cell = str | int | float | Decimal | bool | date | datetime | None
# What Excel takes.
LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_575
LONGEST_TITLE = 31
NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# So that Excel reads a CSV file as UTF-8.
MARK = "\ufeff"
_FIRST_DAY = datetime(1899, 12, 30)
_PIECE = 1 << 16
_ROWS_AT_ONCE = 50


class TableFile(Protocol):
    """One sheet after the other was named at the beginning; rows may come to them in any order."""

    ending: str
    media_type: str

    def row(self, sheet: int, cells: Sequence[Cell]) -> None: ...

    def finish(self) -> Spool:
        """The whole file, to be read from its beginning."""


class _Sheets(ABC):
    def __init__(self, sheets: Sequence[tuple[str, Sequence[str]]]) -> None:
        self.titles = _titles([title for title, _columns in sheets])
        self._spools = [Spool() for _sheet in sheets]
        # Rows on their way into a spool: sealing many small pieces takes longer than a few large ones.
        self._waiting: list[list[str]] = [[] for _sheet in sheets]
        for number, (_title, columns) in enumerate(sheets):
            self.begin(number, columns)

    @abstractmethod
    def begin(self, sheet: int, columns: Sequence[str]) -> None:
        """The head of a sheet."""

    def write(self, sheet: int, text: str) -> None:
        waiting = self._waiting[sheet]
        waiting.append(text)
        if len(waiting) >= _ROWS_AT_ONCE:
            self._flush(sheet)

    def _flush(self, sheet: int) -> None:
        self._spools[sheet].write("".join(self._waiting[sheet]).encode())
        self._waiting[sheet].clear()

    def zipped(self, names: Sequence[str], others: dict[str, str]) -> Spool:
        whole = Spool()
        with ZipFile(cast(IO[bytes], _Forward(whole)), "w", ZIP_DEFLATED) as packed:
            for name, text in others.items():
                packed.writestr(name, text)
            for sheet, (name, spool) in enumerate(zip(names, self._spools, strict=True)):
                self._flush(sheet)
                spool.seek(0)
                with packed.open(name, "w", force_zip64=True) as into:
                    shutil.copyfileobj(spool, into, _PIECE)
                spool.close()
        whole.seek(0)
        return whole


class Csv(_Sheets):
    ending = "zip"
    media_type = "application/zip"

    def begin(self, sheet: int, columns: Sequence[str]) -> None:
        self.write(sheet, MARK)
        self.row(sheet, columns)

    def row(self, sheet: int, cells: Sequence[Cell]) -> None:
        line = io.StringIO()
        csv.writer(line).writerow([_as_text(cell) for cell in cells])
        self.write(sheet, line.getvalue())

    def finish(self) -> Spool:
        return self.zipped([f"{number} {title}.csv" for number, title in enumerate(self.titles, start=1)], {})


class Xlsx(_Sheets):
    """Office Open XML as ECMA-376 has it, with texts in their cells and two styles for days and moments."""

    ending = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def begin(self, sheet: int, columns: Sequence[str]) -> None:
        self.write(sheet, SHEET_BEGINS)
        self.write(sheet, f"<row>{''.join(_text(column, style=3) for column in columns)}</row>")

    def row(self, sheet: int, cells: Sequence[Cell]) -> None:
        self.write(sheet, f"<row>{''.join(map(_cell, cells))}</row>")

    def finish(self) -> Spool:
        numbers = range(1, len(self.titles) + 1)
        for number in numbers:
            self.write(number - 1, "</sheetData></worksheet>")
        return self.zipped([f"xl/worksheets/sheet{number}.xml" for number in numbers], _around(self.titles))


class _Forward(io.RawIOBase):
    """What can only be written at its end, so that a zip file never goes back in it."""

    def __init__(self, spool: Spool) -> None:
        super().__init__()
        self._spool = spool

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self._spool.write(data)


def _titles(titles: Sequence[str]) -> list[str]:
    """As names of sheets and of files: short, each once."""
    found: list[str] = []
    for title in titles:
        plain = _clean(title).translate(NOT_IN_TITLES).strip()[: LONGEST_TITLE - 4] or "-"
        taken = {one.casefold() for one in found}
        place = 2
        name = plain
        while name.casefold() in taken:
            name, place = f"{plain} {place}", place + 1
        found.append(name)
    return found


def _clean(text: str) -> str:
    # Nearly every text is clean, and one look costs less than a look at each sign.
    return text if text.isprintable() else "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell.isoformat() if isinstance(cell, date) else _clean(str(cell))


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, datetime):
        return f'<c s="2"><v>{_serial(cell):.8f}</v></c>'
    if isinstance(cell, date):
        return f'<c s="1"><v>{_serial(datetime(cell.year, cell.month, cell.day)):.0f}</v></c>'
    if isinstance(cell, int | float | Decimal):
        return f"<c><v>{cell}</v></c>" if _is_exact(cell) else _text(str(cell))
    return _text(cell)


def _is_exact(number: int | float | Decimal) -> bool:
    """A spreadsheet keeps fifteen digits; a longer number stays as it is by being a text."""
    return Decimal(str(number)).is_finite() and len(Decimal(str(number)).as_tuple().digits) <= 15


def _serial(at: datetime) -> float:
    return (at - _FIRST_DAY).total_seconds() / 86_400


def _text(text: str, *, style: int = 0) -> str:
    said = escape(_clean(text)[:LONGEST_TEXT])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_BEGINS = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
    "<sheetData>"
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font/><font><b/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '<xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)


def _around(titles: Sequence[str]) -> dict[str, str]:
    """The parts of a workbook beside its sheets."""
    numbers = range(1, len(titles) + 1)
    sheets = "".join(
        f'<sheet name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_kind("worksheet")}"/>'
        for number in numbers
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
            'vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml"'
            f' ContentType="{_kind("sheet.main")}"/><Override PartName="/xl/styles.xml"'
            f' ContentType="{_kind("styles")}"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}{styles}</Relationships>'
        ),
        "xl/styles.xml": _STYLES,
    }


def _kind(name: str) -> str:
    return f"application/vnd.openxmlformats-officedocument.spreadsheetml.{name}+xml"


KINDS: dict[str, type[Xlsx] | type[Csv]] = {"xlsx": Xlsx, "csv": Csv}


def table_file(kind: str, sheets: Sequence[tuple[str, Sequence[str]]]) -> TableFile:
    """`kind` is xlsx or csv; of each sheet its title and those of its columns."""
    return KINDS[kind](sheets)
