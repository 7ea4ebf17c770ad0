"""Workbooks as offices send them."""

from io import BytesIO

from openpyxl import Workbook

TITLES = ["单位名称*", "简称", "职能", "区划代码", "电话", "在用"]
DUTY_TITLES = ["职责", "区划代码", "单位名称"]


def book(**sheets):
    """An openpyxl workbook; each argument is a sheet by its title, as a list of rows."""
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def file_of(made):
    file = BytesIO()
    made.save(file)
    file.seek(0)
    file.name = "单位.xlsx"
    return file


def organisations(*rows):
    return book(单位=[TITLES, *rows])
