"""Tables as files: read back by what reads such files, and never a formula."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from portal.spool import Spool
from portal.tablefile import LONGEST_TEXT, Csv, Xlsx, table_file

CELLS = ["林远", 3, Decimal("2.5"), True, date(2026, 11, 22), datetime(2026, 11, 22, 8, 30), None]


def workbook(sheets, rows):
    file = Xlsx(sheets)
    for sheet, cells in rows:
        file.row(sheet, cells)
    return load_workbook(io.BytesIO(file.finish().read()))


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_cells_keep_their_kind():
    book = workbook([("一", ["a"] * len(CELLS))], [(0, CELLS)])

    [_head, row] = book.active.iter_rows()
    assert [cell.value for cell in row] == [
        "林远",
        3,
        2.5,
        True,
        datetime(2026, 11, 22),
        datetime(2026, 11, 22, 8, 30),
        None,
    ]
    assert row[4].is_date
    assert row[4].number_format == "yyyy\\-mm\\-dd"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "<f>1</f>", "]]>&"])
def test_a_text_is_a_text(text):
    [_head, [cell]] = workbook([("s", ["a"])], [(0, [text])]).active.iter_rows()
    assert cell.data_type == "s"
    assert cell.value == text


def test_what_a_workbook_cannot_hold_is_left_out():
    [_head, [cell]] = workbook([("s", ["a"])], [(0, ["a\x00b\x0bc\ud800d" + "x" * 40_000])]).active.iter_rows()
    assert cell.value.startswith("abcd")
    assert len(cell.value) == LONGEST_TEXT


def test_a_long_number_stays_whole():
    [_head, [cell]] = workbook([("s", ["a"])], [(0, [990121201503040012])]).active.iter_rows()
    assert cell.value == "990121201503040012"


def test_sheets_have_short_names_each_once_and_rows_come_in_any_order():
    book = workbook(
        [("a/b:c", ["x"]), ("A B C", ["y"]), ("", ["z"]), ("长" * 60, ["w"])], [(1, ["1"]), (0, ["2"]), (1, ["3"])]
    )

    assert book.sheetnames == ["a b c", "A B C 2", "-", "长" * 27]
    assert values(book.worksheets[0]) == [["x"], ["2"]]
    assert values(book.worksheets[1]) == [["y"], ["1"], ["3"]]


def test_csv_files_lie_in_one_zip_and_read_as_utf_8_in_excel():
    file = Csv([("表", ["甲", "乙"]), ("二", ["丙"])])
    file.row(0, ['a,b\n"c"', date(2026, 1, 2)])
    file.row(1, [True])

    packed = ZipFile(io.BytesIO(file.finish().read()))

    assert packed.namelist() == ["1 表.csv", "2 二.csv"]
    text = packed.read("1 表.csv").decode("utf-8-sig")
    assert packed.read("1 表.csv").startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(text))) == [["甲", "乙"], ['a,b\n"c"', "2026-01-02"]]


def test_many_rows_lie_on_the_disk_and_only_encrypted(monkeypatch):
    spools = []

    class Watched(Spool):
        def __init__(self):
            super().__init__(in_memory=1000)
            spools.append(self)

    monkeypatch.setattr("portal.tablefile.Spool", Watched)
    file = table_file("xlsx", [("s", ["a"])])
    for _row in range(200):
        file.row(0, ["SECRET"])

    assert spools[0].is_on_disk
    spools[0]._store.seek(0)
    assert b"SECRET" not in spools[0]._store.read()
