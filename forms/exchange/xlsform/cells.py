"""Rows as cells of a workbook, text all of them: nothing in a form can become a formula of the spreadsheet."""

import io
from collections.abc import Mapping

from openpyxl import Workbook

Line = dict[str, str]
# Excel holds no more in a cell.
LONGEST = 32_767


def clean(text: str) -> str:
    """As our own reader gives it back."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n").strip()[:LONGEST]


def workbook(sheets: Mapping[str, tuple[list[str], list[Line]]]) -> bytes:
    """Sheets by name, each with its columns in order. Columns that stay empty are left away."""
    book = Workbook()
    book.remove(book.active)
    for name, (columns, rows) in sheets.items():
        used = [column for column in columns if any(row.get(column) for row in rows)]
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, line in enumerate([{column: column for column in used}, *rows], start=1):
            for place, column in enumerate(used, start=1):
                if text := clean(line.get(column, "")):
                    cell = sheet.cell(number, place)
                    # Set past openpyxl's guess, which takes what begins with "=" for a formula.
                    cell._value, cell.data_type = text, "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
