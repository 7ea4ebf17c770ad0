"""Workbooks that are broken, lie or are far too large: a sentence with sheet and row, nothing executed."""

import io
import zipfile

import pytest

from forms.exchange.xlsform import sheets
from forms.exchange.xlsform.findings import Finding
from forms.exchange.xlsform.reading import read
from tests.forms.exchange.workbooks import workbook

HEAD = ["type", "name", "label"]
GOOD = [HEAD, ["text", "a", "甲"]]


def errors(file: io.BytesIO) -> list[Finding]:
    imported = read(file)
    assert imported.form is None
    found = [finding for finding in imported.findings if finding.severity == "error"]
    assert found
    assert all(finding.message and "Traceback" not in finding.message for finding in found)
    return found


def rows_of(survey, choices=(), **more) -> list[int | None]:
    return [finding.row for finding in errors(workbook(survey, choices, **more))]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"type,name,label\ntext,a,A\n", b"<?xml version='1.0'?><html/>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK\x03\x04broken", bytes(2000),
    ],
    ids=["empty", "csv", "xml", "xls", "cut", "zeros"],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused(content):
    assert errors(io.BytesIO(content))[0].row is None


def test_a_zip_of_something_else_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("readme.txt", "hello")
    file.seek(0)
    errors(file)


def test_a_workbook_with_damaged_parts_is_refused():
    file, broken = workbook(GOOD), io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(broken, "w") as written:
        for part in parts.namelist():
            written.writestr(part, parts.read(part)[:200] if "sheet1" in part else parts.read(part))
    broken.seek(0)
    errors(broken)


def test_a_bomb_is_not_unpacked():
    file = workbook(GOOD)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/large.bin", bytes(sheets.MOST_UNPACKED))
    file.seek(0)
    assert "large" in errors(file)[0].message or "大" in errors(file)[0].message


def test_far_too_many_cells_are_counted_and_not_read(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_VALUES", 100)
    monkeypatch.setattr(sheets.workbook, "read", lambda _file: pytest.fail("was read"))
    errors(workbook([HEAD, *(["text", f"a{number}", "甲"] for number in range(50))]))


def test_more_rows_than_a_form_has_are_refused():
    assert rows_of([HEAD, *(["text", f"a{number}", "甲"] for number in range(sheets.MOST_ROWS["survey"] + 1))]) == [
        None
    ]


def test_a_workbook_without_the_sheet_is_told_which_it_has():
    found = errors(workbook((), choices=GOOD))
    assert "choices" in found[0].message


def test_a_sheet_without_types_is_refused_at_its_head():
    assert rows_of([["name", "label"], ["a", "甲"]]) == [1]


@pytest.mark.parametrize(
    ("survey", "row"),
    [
        ([HEAD, ["text", "a", "甲"], ["text", "a", "乙"]], 3),
        ([HEAD, ["teleport", "a", "甲"]], 2),
        ([HEAD, ["text", "", "甲"]], 2),
        ([HEAD, ["", "a", "甲"]], 2),
        ([HEAD, ["begin group", "g", "组"], ["text", "a", "甲"]], 2),
        ([HEAD, ["text", "a", "甲"], ["end group"]], 3),
        ([HEAD, ["begin group", "g", "组"], ["text", "a", "甲"], ["end repeat"]], 4),
        ([HEAD, ["select_one none", "a", "甲"]], 2),
        ([[*HEAD, "relevant"], ["text", "a", "甲", "${gone} = 1"]], 2),
        ([[*HEAD, "label"], ["text", "a", "甲", "乙"]], 1),
    ],
    ids=["twice", "type", "no name", "no type", "open", "closed", "crossed", "list", "reference", "column"],
)
def test_rows_that_make_no_sense_are_named(survey, row):
    assert row in rows_of(survey)


def test_all_that_is_wrong_is_said_at_once():
    rows = rows_of([HEAD, ["teleport", "a", "甲"], ["text", "", "乙"], ["select_one none", "c", "丙"]])
    assert rows == [2, 3, 4]


def test_rules_in_a_circle_are_an_error_at_their_row():
    survey = [[*HEAD, "relevant"], ["integer", "a", "甲", "${b} > 1"], ["integer", "b", "乙", "${a} > 1"]]
    [found] = errors(workbook(survey))
    assert (found.sheet, found.row) == ("survey", 2)


def test_two_options_of_one_name_are_refused_by_row():
    choices = [["list_name", "name", "label"], ["l", "x", "甲"], ["l", "x", "乙"]]
    assert rows_of([HEAD, ["select_one l", "a", "甲"]], choices) == [3]


def test_groups_without_end_in_depth_are_refused():
    survey = [HEAD, *(["begin group", f"g{number}", "组"] for number in range(500)), ["text", "a", "甲"]]
    survey += [["end group"]] * 500
    assert rows_of(survey)


def test_formulas_of_the_spreadsheet_are_not_computed():
    found = read(workbook([HEAD, ["text", "a", "=1+1"], ["text", "b", '=WEBSERVICE("http://example.org")']]))
    assert [(finding.severity, finding.row, finding.column) for finding in found.findings] == [
        ("dropped", 2, "label"), ("dropped", 3, "label"),
    ] or found.form is None  # fmt: skip
    assert "2" not in str(found.form)


def test_links_to_other_workbooks_are_not_followed():
    file = workbook(GOOD)
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/externalLinks/externalLink1.xml", "<externalLink xmlns='x'/>")
    file.seek(0)
    assert read(file).form is not None


def test_marks_that_turn_the_direction_of_writing_are_taken_out():
    form = read(workbook([HEAD, ["text", "a", "甲\u202e乙\u200f"]])).form
    assert form.field("a").label == {"zh-hans": "甲乙"}


@pytest.mark.parametrize(
    ("column", "content"),
    [
        ("tonghu::settings", "{"), ("tonghu::settings", "[1]"), ("tonghu::meant", "9"), ("tonghu::sensitivity", "none"),
        ("tonghu::most_rows", "-1"), ("tonghu::meant", '{"constraint": ["", {"checks": [7]}]}'),
        ("tonghu::meant", '{"relevant": ["", {"formula": 7}]}'), ("tonghu::key", "../../etc"), ("tonghu::type", "none"),
        ("tonghu::part", "step"), ("tonghu::option_list", "x y"), ("tonghu::settings", "[" * 30000),
    ],
)  # fmt: skip
def test_our_own_columns_may_hold_anything(column, content):
    found = read(
        workbook(
            [
                [*HEAD, column],
                ["text", "a", "甲", content],
                ["begin repeat", "r", "表", content],
                ["text", "b", "乙"],
                ["end repeat"],
            ]
        )
    )
    assert found.form is not None or found.findings[0].severity == "error"
