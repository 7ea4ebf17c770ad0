"""`manage.py bpmn_import`, `bpmn_export` and `scxml_import`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.workflows.definitions import WORKFLOW
from workflows.builder import save_definition, schema_of
from workflows.exchange.bpmn.reading import read
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("command", "file", "key"),
    [("bpmn_import", "leave.bpmn", "qing_jia_shen_pi"), ("scxml_import", "turnstile.scxml", "wu_zi_shen_ling")],
)
def test_import_makes_a_draft_and_a_second_one_replaces_it(command, file, key):
    for _time in range(2):
        out = io.StringIO()
        call_command(command, FILES / file, stdout=out)
    workflow = Workflow.objects.get(key=key)
    assert not workflow.versions.exists()
    assert schema_of(workflow).states[0].kind == "start"
    assert key in out.getvalue()


def test_with_json_it_writes_one_object_and_changes_nothing():
    out = io.StringIO()
    call_command("bpmn_import", FILES / "return.bpmn", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["workflow"]["states"][0]["kind"] == "start"
    assert {"severity", "element", "message"} == set(said["findings"][0])
    assert not Workflow.objects.exists()


def test_a_file_that_cannot_be_taken_ends_with_one_and_no_workflow():
    out, wrong = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("bpmn_import", FILES / "turnstile.scxml", "--json", stdout=out)
    assert ended.value.code == 1
    assert json.loads(out.getvalue())["workflow"] is None
    with pytest.raises(SystemExit):
        call_command("scxml_import", FILES / "leave.bpmn", stdout=out, stderr=wrong)
    assert wrong.getvalue()
    assert not Workflow.objects.exists()


@pytest.mark.parametrize("command", ["bpmn_import", "scxml_import"])
def test_a_file_that_is_not_there_is_said_to_be_missing(command, tmp_path):
    with pytest.raises(CommandError):
        call_command(command, tmp_path / "none.xml", stdout=io.StringIO())


def test_what_is_exported_comes_back_as_it_was(tmp_path):
    save_definition(WORKFLOW, by=None)
    path = tmp_path / "out.bpmn"
    call_command("bpmn_export", WORKFLOW.key, path, stdout=io.StringIO())
    assert read(path.read_bytes()).schema == WORKFLOW


def test_export_names_the_workflows_there_are_and_what_is_half_made(tmp_path):
    raw = WORKFLOW.model_dump(mode="json") | {"transitions": []}
    save_definition(WorkflowSchema.model_validate(raw), by=None)
    with pytest.raises(CommandError, match=WORKFLOW.key):
        call_command("bpmn_export", "none", stdout=io.StringIO())
    with pytest.raises(CommandError, match="task"):
        call_command("bpmn_export", WORKFLOW.key, tmp_path / "out.bpmn", stdout=io.StringIO())
