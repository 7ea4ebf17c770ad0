"""An administrator adds a state and a transition in Wagtail's admin, sees them in the picture and publishes."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.editing import signed_in_to_edit, stream
from tests.workflows.definitions import WORKFLOW
from workflows.builder import schema_of
from workflows.models import Case, Workflow

STREAMS = ("relations", "states", "transitions", "readers", "opening_effects", "scenarios")
NEW_STATE = {
    "title": "待核实",
    "kind": "work",
    "tasks": [{"type": "task", "value": {"title": "核实", "relation": "公安"}}],
}
NEW_WAYS = [
    {"title": "先核实", "source": "已报告", "task": "受理", "target": "待核实"},
    {"title": "核实完", "source": "待核实", "task": "核实", "target": "处置中"},
]


@pytest.fixture
def editor(client, cast):
    """The form administrator: may do everything with workflows and nothing else."""
    return signed_in_to_edit(client, cast, Workflow)


def inputs_of(workflow, **added):
    """What the browser would send back for the workflow as it stands, with parts added at the end of streams."""
    data = {"title": workflow.title, "title_en": workflow.title_en, "key": workflow.key}
    data["opened_by"] = workflow.opened_by
    for name in STREAMS:
        children = [*getattr(workflow, name).raw_data, *added.get(name, [])]
        stream(data, name, children, Workflow._meta.get_field(name).stream_block)
        for number, child in enumerate(children):
            for ticked in {"forms", "sensitivities"} & set(child["value"]):
                data[f"{name}-{number}-value-{ticked}"] = child["value"][ticked]
    return data


def with_state(workflow):
    ways = [{"type": "transition", "value": way} for way in NEW_WAYS]
    return inputs_of(workflow, states=[{"type": "state", "value": NEW_STATE}], transitions=ways)


def address(name, workflow):
    return reverse(f"wagtailsnippets_workflows_workflow:{name}", args=[workflow.pk])


def text(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_publishing_unchanged_makes_no_version_and_loses_nothing(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    response = editor.post(address("edit", workflow), {**inputs_of(workflow), "action-publish": "1"})
    assert response.status_code == 302
    assert workflow.versions.count() == 1
    assert schema_of(Workflow.objects.get()) == WORKFLOW


def test_a_new_state_is_published_and_running_cases_stay(editor, story, version):
    case = story.report()
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    response = editor.post(address("edit", workflow), {**with_state(workflow), "action-publish": "1"})
    assert response.status_code == 302
    second = workflow.current_version
    assert second.number == 2
    assert second.published_by.username == "form_administrator"
    assert second.schema.transition("xian_he_shi").target == "dai_he_shi"
    assert Case.objects.get(pk=case.pk).version == version
    assert story.report().version == second


def test_the_picture_follows_what_is_typed(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    preview = address("preview_on_edit", workflow)
    assert editor.post(preview, with_state(workflow)).json()["is_valid"]
    shown = text(editor.get(preview, {"mode": ""}))
    assert "待核实" in shown
    assert "先核实" in shown


def test_the_picture_of_half_a_workflow_says_what_is_missing(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    preview = address("preview_on_edit", workflow)
    editor.post(preview, inputs_of(workflow, states=[{"type": "state", "value": NEW_STATE}]))
    shown = text(editor.get(preview, {"mode": ""}))
    assert "No transition finishes this task" in shown


def test_a_workflow_with_problems_is_kept_as_a_draft_and_not_published(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    broken = inputs_of(workflow, states=[{"type": "state", "value": NEW_STATE}])
    response = editor.post(address("edit", workflow), {**broken, "action-publish": "1"})
    assert "No transition finishes this task" in text(response)
    assert workflow.versions.count() == 1
    assert editor.post(address("edit", workflow), broken).status_code == 302
    assert workflow.revisions.latest("pk").as_object().states[-1].value["key"] == "dai_he_shi"


def test_the_editor_shows_the_saved_picture(editor, version):
    shown = text(editor.get(address("edit", version.workflow)))
    assert "Nothing stands in the way of publishing" in shown
    assert "Notify the township" in shown


def test_nobody_else_edits_workflows(client, cast, version):
    client.force_login(cast.east_police)
    assert client.get(address("edit", version.workflow)).status_code == 403


def test_what_was_named_by_its_title_is_kept_by_its_key(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    editor.post(address("edit", workflow), with_state(workflow))

    draft = Workflow.objects.get().latest_revision.as_object()
    new = next(state.value for state in draft.states if state.value["title"] == "待核实")
    way = draft.transitions[len(draft.transitions) - 2].value
    assert way["target"] == new["key"]
    assert way["source"] in {state.value["key"] for state in draft.states}
    assert new["tasks"][0].value["relation"] in {relation.value["key"] for relation in draft.relations}


def test_titles_in_a_scenario_become_keys_and_it_is_shown_how_it_came_out(editor, version):
    workflow = Workflow.objects.get(pk=version.workflow.pk)
    step = {"does": "finish", "task": "受理", "by": "公安", "transition": "Accept", "expected": {"state": "处置中"}}
    wrong = {"does": "finish", "task": "处置", "expected": {"open": [{"type": "item", "value": "受理"}]}}
    steps = [{"type": "item", "value": one} for one in (step, wrong)]
    added = [{"type": "scenario", "value": {"title": "走一遍", "steps": steps}}]
    editor.post(address("edit", workflow), inputs_of(workflow, scenarios=added))
    saved = schema_of(Workflow.objects.get().get_latest_revision_as_object())
    [first, second] = saved.scenarios[0].steps
    assert (first.task, first.by, first.transition, first.expected.state) == ("take", "police", "accept", "handling")
    assert second.expected.open == ("take",)
    shown = text(editor.get(address("edit", workflow)))
    assert "走一遍 : not as expected" in shown
    assert "step 2 (Respond)" in shown
