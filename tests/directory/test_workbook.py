"""A workbook becomes lines of text, or a sentence that says what it is instead."""

from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from portal.directory.importing import workbook
from portal.directory.importing.workbook import NotAWorkbook, read
from tests.directory.books import book, file_of


def texts(made):
    return [[cell.text for cell in line.cells] for line in read(file_of(made))[0].lines]


def refused(content):
    with pytest.raises(NotAWorkbook) as refusal:
        read(BytesIO(content))
    return str(refusal.value.sentence)


def test_numbers_days_and_words_become_text():
    row = [330106, 330106109000.0, 1.5, " 东溪县 ", date(2026, 11, 22), datetime(2026, 11, 22, 8, 30), True, None]
    assert texts(book(a=[row])) == [
        ["330106", "330106109000", "1.5", "东溪县", "2026-11-22", "2026-11-22T08:30:00", "True"]
    ]


def test_a_day_is_the_same_in_a_workbook_that_counts_from_1904():
    made = book(a=[[date(2026, 11, 22)]])
    made.epoch = CALENDAR_MAC_1904
    assert texts(made) == [["2026-11-22"]]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    lines = read(file_of(book(a=[["甲"], [None], ["  "], ["乙"]])))[0].lines
    assert [(line.number, line.cells[0].text) for line in lines] == [(1, "甲"), (4, "乙")]


def test_a_sheet_formatted_to_its_last_row_is_read_at_once():
    made = book(a=[["甲"]])
    made["a"].cell(1_048_576, 1).value = None
    made["a"].cell(1_048_576, 1).number_format = "@"
    assert texts(made) == [["甲"]]


def test_what_is_merged_over_several_rows_counts_for_each_of_them():
    made = book(a=[["330106", "甲"], [None, "乙"], [None, "丙"], [None, "丁"]])
    made["a"].merge_cells("A1:A3")
    assert texts(made) == [["330106", "甲"], ["330106", "乙"], ["330106", "丙"], ["", "丁"]]


@pytest.mark.parametrize(("value", "because"), [("=A1&B1", "公式"), ("#N/A", "错误"), (330106199001010011, "文本")])
def test_what_is_no_value_is_named_with_its_cell(value, because):
    cell = read(file_of(book(a=[["甲", value]])))[0].lines[0].cells[1]
    assert cell.at == "B1"
    assert cell.text == ""
    assert because in cell.wrong


def test_ten_thousand_rows_are_read_and_more_are_refused():
    assert len(read(file_of(book(a=[["甲"]] * 10_001)))[0].lines) == 10_001
    with pytest.raises(NotAWorkbook, match="10,000"):
        read(file_of(book(a=[["甲"]] * 10_100)))


def test_other_files_are_told_apart(monkeypatch):
    assert ".xls" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "xlsx" in refused(b"code,name\n")
    assert "xlsx" in refused(b"")
    assert "xlsx" in refused(zipped({"word/document.xml": b"<a/>"}))
    assert "损坏" in refused(zipped({"xl/workbook.xml": b"<broken"}))
    monkeypatch.setattr(workbook, "MOST_BYTES", 100)
    assert "5 MB" in refused(bytes(101))


def test_a_workbook_that_would_unfold_without_end_is_refused(monkeypatch):
    doctype = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "xlsx" in refused(zipped({"xl/workbook.xml": doctype}))
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1000)
    assert refused(zipped({"xl/workbook.xml": bytes(1001)}))


def zipped(parts):
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
