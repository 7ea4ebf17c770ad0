"""XLSForm workbooks made of rows."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]


def workbook(survey: Rows, choices: Rows = (), settings: Rows = (), **more: Rows) -> io.BytesIO:
    """The first row of each sheet holds the titles of its columns; sheets without rows are left away."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in {"survey": survey, "choices": choices, "settings": settings, **more}.items():
        if rows:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file
