"""An empty workbook to fill in: titles, columns of text, lists to choose from, and a sheet that explains them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from portal.directory.importing.tables import Column, Table
from portal.directory.importing.workbook import MOST_ROWS

WIDTH = 24
BOLD = Font(bold=True)
# Excel leaves what is typed into such a column alone, also a code that begins with zeros.
AS_TEXT = "@"


def blank_workbook(tables: Sequence[Table]) -> bytes:
    """An .xlsx in the reader's language."""
    book = Workbook()
    book.remove(book.active)
    sheets = [book.create_sheet(table.title) for table in tables]
    notes = book.create_sheet(_("Notes"))
    notes.append([_("Sheet"), _("Column"), _("Needed"), _("Example"), _("Choices")])
    for table, sheet in zip(tables, sheets, strict=True):
        for place, column in enumerate(table.columns, start=1):
            _head(sheet, place, column)
            _explain(notes, table, column)
            _offer(sheet, place, column, notes)
    for place in range(1, 6):
        notes.cell(1, place).font = BOLD
        notes.column_dimensions[get_column_letter(place)].width = WIDTH
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Any, place: int, column: Column) -> None:
    sheet.cell(1, place, f"{column.title}*" if column.needed else column.title).font = BOLD
    shape = sheet.column_dimensions[get_column_letter(place)]
    shape.width, shape.number_format = WIDTH, AS_TEXT
    sheet.freeze_panes = "A2"


def _explain(notes: Any, table: Table, column: Column) -> None:
    notes.append([table.title, column.title, _("yes") if column.needed else "", column.example])


def _offer(sheet: Any, place: int, column: Column, notes: Any) -> None:
    """A list to choose from. It stands on the sheet of notes, because Excel allows no long list in the cell itself."""
    if not column.choices:
        return
    first = notes.max_row + 1
    for name in column.choices.values():
        notes.append(["", "", "", "", str(name)])
    choices = DataValidation("list", formula1=f"{quote_sheetname(notes.title)}!$E${first}:$E${notes.max_row}")
    letter = get_column_letter(place)
    choices.add(f"{letter}2:{letter}{MOST_ROWS}")
    sheet.add_data_validation(choices)
