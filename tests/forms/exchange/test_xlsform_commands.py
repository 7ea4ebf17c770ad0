"""`manage.py xlsform_import` and `xlsform_export`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forms import builder
from forms.exchange.xlsform.reading import read
from forms.models import Form
from tests.forms import sample
from tests.forms.exchange.workbooks import workbook

pytestmark = pytest.mark.django_db
ROWS = [["type", "name", "label", "media::image"], ["text", "Your-Name", "姓名", "a.png"]]


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "visit.xlsx"
    path.write_bytes(workbook(ROWS, settings=[["form_title"], ["回访"]]).getvalue())
    return path


def test_import_makes_a_draft_and_says_what_became_of_each_row(file):
    out = io.StringIO()
    call_command("xlsform_import", file, stdout=out)
    form = Form.objects.get(key="visit")
    assert form.title == "回访"
    assert not form.versions.exists()
    assert [field.key for field in builder.schema_of(form).fields()] == ["your_name"]
    assert "survey" in out.getvalue()
    assert "a.png" in out.getvalue()


def test_a_second_import_replaces_the_draft(file):
    for _time in range(2):
        call_command("xlsform_import", file, stdout=io.StringIO())
    assert Form.objects.filter(key="visit").count() == 1


def test_with_json_it_writes_one_object_and_changes_nothing(file):
    out = io.StringIO()
    call_command("xlsform_import", file, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["form"]["steps"][0]["items"][0]["key"] == "your_name"
    assert {"severity", "sheet", "row", "column", "message"} == set(said["findings"][0])
    assert [(found["severity"], found["row"], found["column"]) for found in said["findings"]] == [
        ("changed", 2, "name"),
        ("dropped", 2, "media::image"),
    ]
    assert not Form.objects.exists()


def test_a_file_that_cannot_be_taken_ends_with_one_and_no_form(tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"type,name\ntext,a\n")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("xlsform_import", path, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert ended.value.code == 1
    assert said["form"] is None
    assert said["findings"][0]["severity"] == "error"
    with pytest.raises(SystemExit):
        call_command("xlsform_import", path, stdout=io.StringIO(), stderr=io.StringIO())
    assert not Form.objects.exists()


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError):
        call_command("xlsform_import", tmp_path / "none.xlsx", stdout=io.StringIO())


def test_what_is_exported_comes_back_as_it_was(cast, tmp_path):
    form = builder.save_definition(sample.schema(), by=cast.form_administrator)
    path = tmp_path / "out.xlsx"
    call_command("xlsform_export", form.key, path, stdout=io.StringIO())
    with path.open("rb") as content:
        assert read(content).form == builder.schema_of(form)


def test_export_names_the_forms_there_are(cast):
    form = builder.save_definition(sample.schema(), by=cast.form_administrator)
    with pytest.raises(CommandError, match=form.key):
        call_command("xlsform_export", "none", stdout=io.StringIO())
