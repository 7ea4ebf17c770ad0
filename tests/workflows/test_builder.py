"""The editor's two directions lose nothing, and a version is made only when something changed."""

import pytest

from tests.workflows.definitions import WORKFLOW
from workflows import services
from workflows.builder import save_definition, schema_of
from workflows.models import Case, Workflow
from workflows.schema import WorkflowSchema


def changed(**parts):
    return WorkflowSchema.model_validate({**WORKFLOW.model_dump(mode="json"), **parts})


def with_effect(effect):
    raw = WORKFLOW.model_dump(mode="json")
    raw["transitions"][0]["effects"] = [effect]
    return WorkflowSchema.model_validate(raw)


def round_trip(schema):
    save_definition(schema, by=None)
    return schema_of(Workflow.objects.get(key=schema.key))


@pytest.mark.django_db
def test_what_is_put_into_the_editor_comes_out_again():
    assert round_trip(WORKFLOW) == WORKFLOW


@pytest.mark.django_db
@pytest.mark.parametrize(
    "effect",
    [
        {"type": "notify", "settings": {"relation": "township"}},
        {"type": "tell_reporter", "settings": {}},
        {"type": "tell_reporter", "settings": {"words": {"zh-hans": "好", "en": "fine", "bo": "ཡག་པོ"}}},
        {"type": "pdf", "settings": {"template": "t", "form": "f", "to": "township", "title": {"zh-hans": "函"}}},
        {"type": "webhook", "settings": {"address": "x", "deep": {"list": [1, 2]}}},
        {"type": "notify", "settings": {"relation": "police", "loud": True}},
    ],
    ids=["notify", "plain words", "a third language", "pdf", "unknown effect", "unknown setting"],
)
def test_no_setting_of_an_effect_is_lost(effect):
    schema = with_effect(effect)
    assert round_trip(schema) == schema


@pytest.mark.django_db
def test_prefilled_fields_survive():
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][1]["tasks"][0]["prefill"] = {"found": "answers.facts", "child_name": "small_report.child_name"}
    schema = WorkflowSchema.model_validate(raw)
    assert round_trip(schema) == schema


@pytest.mark.django_db
def test_remarks_survive():
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][0]["tasks"][0]["remarks"] = [
        {
            "title": {"zh-hans": "转办"},
            "text": {"zh-hans": "外地"},
            "shown_when": {"formula": "${answers.danger_now} = 'no'"},
        }
    ]
    schema = WorkflowSchema.model_validate(raw)
    assert round_trip(schema) == schema


@pytest.mark.django_db
def test_a_definition_from_outside_gets_a_revision():
    workflow = save_definition(WORKFLOW, by=None)
    assert workflow.revisions.count() == 1
    save_definition(WORKFLOW, by=None)
    assert Workflow.objects.count() == 1


def test_publishing_twice_makes_one_version(version):
    assert services.publish(version.workflow, by=None) == version
    assert version.workflow.versions.count() == 1


def test_a_published_version_carries_parsed_rules(version):
    assert version.schema.transition("notify").guard.tree is not None


def test_a_change_makes_the_next_version_and_running_cases_stay(story, version):
    case = story.report()
    workflow = save_definition(changed(title={"zh-hans": "改名"}), by=None)
    second = services.publish(workflow, by=None)
    assert second.number == version.number + 1
    assert Case.objects.get(pk=case.pk).version == version
    assert story.report().version == second


def test_a_version_is_never_changed(version):
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


def test_a_workflow_with_problems_is_not_published(version):
    raw = WORKFLOW.model_dump(mode="json")
    raw["transitions"] = [way for way in raw["transitions"] if way["key"] != "sign"]
    workflow = save_definition(WorkflowSchema.model_validate(raw), by=None)
    with pytest.raises(services.NotPublishable) as refusal:
        services.publish(workflow, by=None)
    assert {problem.code for problem in refusal.value.problems} == {"task_without_end"}
    assert version.workflow.versions.count() == 1


def test_a_workflow_that_is_taken_out_of_use_opens_no_more_cases(story, version):
    Workflow.objects.update(live=False)
    with pytest.raises(Case.DoesNotExist):
        story.report()


def test_parts_may_be_named_by_their_titles(version):
    """An author who adds a state writes 已签收, not its key."""
    workflow = Workflow.objects.get()
    way = workflow.transitions[0].value
    way["target"], way["task"] = "已签收", " 受理 "
    found = schema_of(workflow).transitions[0]
    assert (found.target, found.task) == ("received", "take")
    assert (way["target"], way["task"]) == ("received", "take")


def test_a_part_without_a_key_gets_one_from_its_title(version):
    workflow = Workflow.objects.get()
    workflow.states[0].value["key"] = ""
    workflow.states[0].value["title"] = "待核实"
    assert schema_of(workflow).states[0].key == "dai_he_shi"


SCENARIO = {
    "title": "危险",
    "at": "2026-03-02T09:00:00+08:00",
    "answers": {"danger_now": "yes", "several": ["a", "b"], "count": 5, "digits": "5", "sure": True},
    "expected": {"state": "reported", "told": ["police"], "effects": ["notify"]},
    "steps": [
        {"does": "wait", "days": 1, "minutes": 5, "expected": {"climbed": ["holder", "above"]}},
        {"task": "take", "transition": "accept", "by": "police", "expected": {"open": ["respond"]}},
        {"task": "respond", "answers": {"result": "false"}, "expected": {"refused": True}},
    ],
}


@pytest.mark.django_db
def test_scenarios_survive():
    schema = changed(scenarios=[SCENARIO, {"title": "Nothing happens"}])
    assert round_trip(schema) == schema
