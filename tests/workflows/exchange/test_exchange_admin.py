"""A form administrator takes in a file of another tool, and downloads a workflow as one."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.editing import signed_in_to_edit
from tests.workflows.definitions import WORKFLOW
from tests.workflows.joint import joined
from workflows.builder import save_definition, schema_of
from workflows.exchange import safexml
from workflows.exchange.bpmn.reading import read
from workflows.models import Workflow
from workflows.schema import WorkflowSchema

URLS = "wagtailsnippets_workflows_workflow"
LIST, UPLOAD = reverse(f"{URLS}:list"), reverse(f"{URLS}:exchange_import")
FILES = Path(__file__).parent / "files"


@pytest.fixture
def editor(client, cast):
    return signed_in_to_edit(client, cast, Workflow)


@pytest.fixture
def workflow(cast):
    return save_definition(WORKFLOW, by=cast.form_administrator)


def uploaded(name="leave.bpmn"):
    return SimpleUploadedFile(name, (FILES / name).read_bytes())


def export_of(workflow):
    return reverse(f"{URLS}:bpmn_export", args=[workflow.pk])


def test_the_diagram_is_downloaded_as_a_picture_that_needs_nothing_beside_it(editor, cast):
    workflow = save_definition(joined(needs="some", count=2), by=cast.form_administrator)
    address = reverse(f"{URLS}:diagram", args=[workflow.pk])
    assert address in editor.get(LIST).content.decode()
    answer = editor.get(address, headers={"accept-language": "en"})
    assert answer["Content-Type"] == "image/svg+xml"
    root = safexml.parse(answer.content)
    texts = "".join(root.itertext())
    assert "2 of 3 have to be done" in texts or "3 项中办完 2 项即可" in texts
    assert "var(" not in texts
    assert "#4a6764" in texts
    editor.logout()
    assert editor.get(address).status_code == 302


def test_a_file_is_shown_as_a_picture_with_its_findings_before_anything_is_made(editor):
    page = editor.post(UPLOAD, {"file": uploaded()})
    text = page.content.decode()
    assert "<svg" in text
    assert "Flow_0yes111" in text
    assert "Say which form opens a case." in text
    assert "Before it can be published" in text
    assert not Workflow.objects.exists()


@pytest.mark.parametrize("name", ["leave.bpmn", "turnstile.scxml"])
def test_taking_it_makes_a_draft_that_is_not_published(editor, name):
    packed = editor.post(UPLOAD, {"file": uploaded(name)}).context["packed"]
    answer = editor.post(UPLOAD, {"packed": packed, "into": "new"})
    workflow = Workflow.objects.get()
    assert answer.url == reverse(f"{URLS}:edit", args=[workflow.pk])
    assert editor.get(answer.url).status_code == 200
    assert schema_of(workflow).start
    assert not workflow.versions.exists()


def test_a_key_that_is_taken_makes_another_workflow_unless_replacing_is_chosen(editor):
    packed = editor.post(UPLOAD, {"file": uploaded()}).context["packed"]
    for _time in range(2):
        editor.post(UPLOAD, {"packed": packed, "into": "new"})
    assert set(Workflow.objects.values_list("key", flat=True)) == {"qing_jia_shen_pi", "qing_jia_shen_pi_2"}
    editor.post(UPLOAD, {"packed": packed, "into": "replace"})
    assert Workflow.objects.count() == 2


def test_a_workflow_that_somebody_locked_is_not_replaced(editor, cast):
    packed = editor.post(UPLOAD, {"file": uploaded()}).context["packed"]
    editor.post(UPLOAD, {"packed": packed, "into": "new"})
    Workflow.objects.update(locked=True, locked_by=cast.east_police_leader, title="旧")
    page = editor.post(UPLOAD, {"packed": packed, "into": "replace"})
    assert "This workflow is locked" in page.content.decode()
    assert Workflow.objects.get().title == "旧"


def test_a_file_that_cannot_be_taken_says_why_by_element(editor):
    wrong = (FILES / "leave.bpmn").read_text().replace("userTask", "sendTask")
    page = editor.post(UPLOAD, {"file": SimpleUploadedFile("wrong.bpmn", wrong.encode())})
    assert "No workflow can be made of this file." in page.content.decode()
    assert "Activity_0check1" in page.content.decode()
    assert "packed" not in page.context


def test_nobody_takes_in_what_another_looked_at(editor, cast, client):
    packed = editor.post(UPLOAD, {"file": uploaded()}).context["packed"]
    cast.east_police_leader.user_permissions.set(cast.form_administrator.groups.get().permissions.all())
    client.force_login(cast.east_police_leader)
    assert client.post(UPLOAD, {"packed": packed, "into": "new"}).status_code == 200
    assert not Workflow.objects.exists()


def test_whoever_may_not_edit_workflows_gets_no_page_and_no_file(client, cast, workflow):
    signed_in_to_edit(client, cast)
    for answer in (client.get(UPLOAD), client.post(UPLOAD, {"file": uploaded()}), client.get(export_of(workflow))):
        assert answer.status_code in (302, 403)
    assert Workflow.objects.count() == 1


def test_the_list_has_a_button_in_and_each_workflow_one_out(editor, workflow):
    text = editor.get(LIST).content.decode()
    assert UPLOAD in text
    assert export_of(workflow) in text


def test_what_is_downloaded_is_the_workflow(editor, workflow):
    answer = editor.get(export_of(workflow))
    assert answer["Content-Disposition"] == f'attachment; filename="{WORKFLOW.key}.bpmn"'
    assert read(answer.content).schema == WORKFLOW


def test_half_a_workflow_is_not_downloaded_and_says_what_is_missing(editor):
    raw = WORKFLOW.model_dump(mode="json") | {"transitions": []}
    half = save_definition(WorkflowSchema.model_validate(raw), by=None)
    answer = editor.get(export_of(half), follow=True)
    assert "No transition finishes this task." in answer.content.decode()
