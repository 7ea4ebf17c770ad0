"""What is written as a workbook is taken by pyxform and comes back as it was."""

import io

from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from forms.exchange.xlsform.reading import read
from forms.exchange.xlsform.writing import write
from forms.schema import FormSchema
from tests.forms import sample
from tests.forms.exchange.schemas import forms

QUESTION = {"kind": "field", "type": "text", "label": {"zh-hans": "问"}}


def form_of(*items: dict, **more) -> FormSchema:
    step = {"key": "only", "title": {"zh-hans": "一"}, "items": [{**QUESTION, **item} for item in items]}
    return FormSchema.model_validate({"key": "f", "title": {"zh-hans": "表"}, "steps": [step], **more})


def cells(content: bytes, sheet: str = "survey") -> list[dict[str, str]]:
    head, *rows = load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)
    return [{title: value for title, value in zip(head, row, strict=True) if value is not None} for row in rows]


@given(forms())
# Without shrinking: a form is made of so many draws that it takes minutes.
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=list(Phase)[:3])
def test_any_form_comes_back_as_it_was_and_pyxform_takes_the_workbook(form):
    content = write(form)
    imported = read(io.BytesIO(content))
    assert imported.findings == ()
    assert imported.form == form
    assert convert(content, file_type=".xlsx").xform


def test_the_form_used_in_other_tests_comes_back():
    form = sample.schema()
    assert read(io.BytesIO(write(form))).form == form


def test_yes_and_no_are_said_to_others_as_options():
    form = form_of(
        {"key": "danger", "type": "yes_no"},
        {"key": "where", "shown_when": {"formula": "${danger} = true() or not(${danger})"}},
    )
    first, second = (row for row in cells(write(form)) if row.get("name") in ("danger", "where"))
    assert first["type"] == "select_one yes_no"
    assert second["relevant"] == "${danger} = 'yes' or not((${danger} = 'yes'))"


def test_a_column_seen_from_outside_is_named_without_its_table():
    table = {
        "kind": "table",
        "key": "people",
        "label": {"zh-hans": "人"},
        "columns": [{**QUESTION, "key": "age", "type": "integer"}],
    }
    form = FormSchema.model_validate(
        {
            "key": "f",
            "title": {"zh-hans": "表"},
            "steps": [{"key": "s", "title": {"zh-hans": "一"}, "items": [
                table, {**QUESTION, "key": "total", "type": "computed", "computed": {"formula": "sum(${people.age})"}},
            ]}],
        }
    )  # fmt: skip
    content = write(form)
    assert [row["calculation"] for row in cells(content) if row.get("name") == "total"] == ["sum(${age})"]
    assert read(io.BytesIO(content)).form == form


def test_who_changes_a_cell_in_a_spreadsheet_means_the_change():
    form = form_of(
        {"key": "danger", "type": "yes_no"},
        {"key": "where", "shown_when": {"formula": "${danger} = true()"}},
    )
    book = load_workbook(io.BytesIO(write(form)))
    sheet = book["survey"]
    head = [cell.value for cell in sheet[1]]
    where = next(row for row in sheet.iter_rows(min_row=2) if row[head.index("name")].value == "where")
    where[head.index("relevant")].value = "${danger} = 'no'"
    where[head.index("type")].value = "integer"
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    imported = read(file)
    changed = imported.form.field("where")
    assert changed.shown_when.formula == "${danger} = false()"
    assert changed.type == "integer"
    assert [finding.column for finding in imported.findings] == ["type"]


def test_least_and_most_and_checks_are_one_constraint_for_others():
    form = form_of(
        {
            "key": "age",
            "type": "integer",
            "settings": {"least": 0, "most": 18},
            "checks": [{"rule": {"formula": ". != 7"}, "message": {"zh-hans": "不是七"}}],
        }
    )
    content = write(form)
    [row] = (row for row in cells(content) if row.get("name") == "age")
    assert row["constraint"] == "(. >= 0) and (. <= 18) and (. != 7)"
    assert read(io.BytesIO(content)).form == form


def test_nothing_in_a_form_becomes_a_formula_of_the_spreadsheet():
    content = write(form_of({"key": "a", "label": {"zh-hans": '=HYPERLINK("http://x")'}, "hint": {"zh-hans": "+1"}}))
    for row in load_workbook(io.BytesIO(content))["survey"].iter_rows():
        assert all(cell.data_type != "f" for cell in row)


def test_formulas_that_cannot_be_read_stay_ours_alone():
    form = form_of({"key": "a", "shown_when": {"formula": "${gone} and ("}})
    content = write(form)
    assert convert(content, file_type=".xlsx").xform
    imported = read(io.BytesIO(content))
    assert imported.form.field("a").shown_when is None
    assert [finding.severity for finding in imported.findings] == ["dropped"]


def test_what_others_would_look_up_in_a_text_comes_back_as_it_was():
    said = {"zh-hans": "写作 ${姓名}", "en": "written ${name"}
    form = form_of(
        {
            "key": "q",
            "type": "choice",
            "label": said,
            "hint": said,
            "choices": [{"key": "a", "label": said}],
            "checks": [{"rule": {"formula": ". = 'a'"}, "message": said}],
        }
    )
    imported = read(io.BytesIO(write(form)))
    assert imported.findings == ()
    assert imported.form == form
