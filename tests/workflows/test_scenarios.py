"""Authors write scenarios into their workflows; nothing is published while one of them comes out otherwise."""

import pytest
from django.utils import translation

from forms.versions.publishing import NotPublishable
from tests.workflows.definitions import FORMS, WORKFLOW
from workflows import services
from workflows.builder import save_definition
from workflows.check import check_workflow
from workflows.rehearsing.case import begin
from workflows.rehearsing.recording import recorded
from workflows.rehearsing.trials import play
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import WorkflowSchema

TAKEN = {"task": "take", "by": "police", "expected": {"state": "handling", "open": ["respond"]}}


def with_scenario(*steps, **more):
    scenario = {"title": "A", "steps": steps, **more}
    return WorkflowSchema.model_validate({**WORKFLOW.model_dump(mode="json"), "scenarios": [scenario]})


def failures(*steps, **more):
    with translation.override("en"):
        return play(with_scenario(*steps, **more), effects=str)[0].failures


def problems(*steps, **more):
    with translation.override("en"):
        found = check_workflow(with_scenario(*steps, **more), forms=FORMS, effect_problem=lambda _call, _forms: "")
    return [str(problem.sentence) for problem in found]


def test_what_comes_out_as_written_passes():
    sent_back = {"task": "respond", "answers": {"result": "false"}, "transition": "notify"}
    end = {"task": "respond", "answers": {"result": "false"}, "expected": {"state": "refused"}}
    assert failures(TAKEN, {**sent_back, "expected": {"refused": True}}, end) == []


WRONG = {
    "another state": ({"task": "take", "expected": {"state": "reported"}},
                      "should be “Reported”, but it is “Being handled”"),
    "other tasks": ({"task": "take", "expected": {"open": ["take"]}}, "open tasks should be: Take on; but: Respond"),
    "nobody told": ({"task": "take", "expected": {"told": ["police"]}},
                    "who got a notice should be: Police; but: nothing"),
    "other effects": ({"task": "take", "expected": {"effects": ["notify"]}},
                      "effects should be: notify; but: tell_reporter"),
    "nobody reminded": ({"does": "wait", "days": 1, "expected": {"climbed": ["above"]}}, "but: holder"),
    "possible after all": ({"task": "take", "expected": {"refused": True}}, "should not be possible, but it is"),
    "not possible": ({"task": "sign"}, "not possible: This task is no longer open."),
    "somebody else's": ({"task": "take", "by": "township"}, "This task belongs to another organisation."),
}  # fmt: skip


@pytest.mark.parametrize(("step", "words"), WRONG.values(), ids=WRONG)
def test_what_comes_out_otherwise_is_said_in_words(step, words):
    [sentence] = failures(step)
    assert words in sentence
    assert sentence.startswith("step 1 (")


def test_after_a_step_that_went_otherwise_than_written_nothing_more_is_tried():
    assert len(failures({"task": "sign"}, {"task": "watch"})) == 1


UNKNOWN = {
    "task": ({"task": "nothing"}, "“nothing” is not in this workflow"),
    "transition": ({"task": "take", "transition": "fly"}, "“fly” is not in this workflow"),
    "relation": ({"task": "take", "by": "nobody"}, "“nobody” is not in this workflow"),
    "state": ({"task": "take", "expected": {"state": "x"}}, "“x” is not in this workflow"),
    "field": ({"task": "respond", "answers": {"colour": "red"}}, "“colour”, which the form does not ask"),
    "sealed field": ({"task": "respond", "answers": {"found": "x"}}, "“found”, which no rule of a workflow"),
    "option": ({"task": "respond", "answers": {"result": "perhaps"}}, "has no choice “perhaps”"),
    "option that is none": ({"task": "respond", "answers": {"result": {"a": 1}}}, "has no choice “{'a': 1}”"),
    "list": ({"task": "respond", "answers": {"result": ["false"]}}, "takes one answer"),
}  # fmt: skip


@pytest.mark.parametrize(("step", "words"), UNKNOWN.values(), ids=UNKNOWN)
def test_a_scenario_speaks_of_what_is_there(step, words):
    assert any(words in sentence for sentence in problems(step)), problems(step)


def test_what_was_walked_is_recorded_with_what_came_of_it():
    walked = Scenario(title="-", steps=(ScenarioStep(task="take"), ScenarioStep(does="wait", days=2)))
    kept = recorded(WORKFLOW, walked, title="Kept")
    assert [step.expected.open for step in kept.steps] == [("respond",), ("respond",)]
    schema = WORKFLOW.model_copy(update={"scenarios": (kept,)})
    assert play(schema, effects=str)[0].passed
    assert begin(schema, kept).state == kept.expected.state


@pytest.mark.django_db
def test_nothing_is_published_while_a_scenario_comes_out_otherwise(version):
    workflow = save_definition(with_scenario({"task": "take", "expected": {"state": "reported"}}), by=None)
    with pytest.raises(NotPublishable) as refused:
        services.publish(workflow, by=None)
    assert [problem.code for problem in refused.value.problems] == ["scenario"]
    assert workflow.versions.count() == 1
    services.publish(save_definition(with_scenario(TAKEN), by=None), by=None)
    assert workflow.versions.count() == 2
