"""What keeps a workflow from being published."""

import copy

import pytest

from tests.workflows.definitions import FORMS, WORKFLOW
from workflows.check import check_workflow
from workflows.schema import WorkflowSchema


def problems(change):
    raw = copy.deepcopy(WORKFLOW.model_dump(mode="json"))
    change(raw)
    schema = WorkflowSchema.model_validate(raw)
    return check_workflow(schema, forms=FORMS, effect_problem=wrong_when_odd)


def wrong_when_odd(call, _forms):
    return "wrong" if call.type == "odd" else ""


def codes(change):
    return {problem.code for problem in problems(change)}


def state(raw, key):
    return next(state for state in raw["states"] if state["key"] == key)


def way(raw, key):
    return next(way for way in raw["transitions"] if way["key"] == key)


def lonely(raw):
    raw["states"].append({"key": "lonely", "title": "x", "kind": "work", "tasks": []})


def trap(raw):
    """A state that is entered and goes round in circles for ever."""
    task = {"key": "turn", "title": "x", "relation": "police"}
    raw["states"].append({"key": "trap", "title": "x", "kind": "work", "tasks": [task]})
    raw["transitions"].append({"key": "in", "title": "x", "source": "reported", "target": "trap", "task": "take"})
    raw["transitions"].append({"key": "round", "title": "x", "source": "trap", "target": "trap", "task": "turn"})


def test_the_small_workflow_is_fine():
    assert problems(dict.copy) == []


def document(key, settings, **changed):
    """A document made with that way."""

    def change(raw):
        way(raw, key).update(effects=[{"type": "pdf", "settings": settings}], **changed)

    return change


CASES = {
    "document made by the clock": (
        document("accept", {"template": "x", "form": "small_report"}, clock={"formula": "today()"}),
        "document_by_clock",
    ),
    "document of no form": (document("accept", {"template": "x"}), "document_of_nothing"),
    "papers for who sees to late work": (
        lambda raw: raw["readers"].append({"relation": "supervision", "forms": ["small_report"]}),
        "reader_of_supervision",
    ),
    "two starts": (lambda raw: state(raw, "handling").update(kind="start"), "one_start"),
    "no start": (lambda raw: state(raw, "reported").update(kind="work"), "one_start"),
    "unknown opening form": (lambda raw: raw.update(opened_by="nothing"), "form_unknown"),
    "unknown duty": (lambda raw: raw["relations"][0].update(duty="astrology"), "duty_unknown"),
    "unknown relation of a task": (
        lambda raw: state(raw, "reported")["tasks"][0].update(relation="x"),
        "relation_unknown",
    ),
    "unknown relation of a reader": (lambda raw: raw["readers"][0].update(relation="x"), "relation_unknown"),
    "unknown relation of an effect": (
        lambda raw: raw["opening_effects"][0]["settings"].update(relation="x"),
        "relation_unknown",
    ),
    "unknown form of a task": (lambda raw: state(raw, "handling")["tasks"][0].update(form="x"), "form_unknown"),
    "unknown form of a reader": (lambda raw: raw["readers"][0].update(forms=["x"]), "form_unknown"),
    "unknown target": (lambda raw: way(raw, "accept").update(target="x"), "state_unknown"),
    "task of another state": (lambda raw: way(raw, "accept").update(task="sign"), "task_unknown"),
    "same key twice": (lambda raw: raw["transitions"].append(way(raw, "accept")), "double_key"),
    "task that nothing finishes": (lambda raw: raw["transitions"].remove(way(raw, "back")), "task_without_end"),
    "unreachable": (lonely, "unreachable"),
    "dead end": (trap, "dead_end"),
    "no end": (
        lambda raw: [state(raw, key).update(kind="waiting") for key in ("received", "refused")],
        "no_end",
    ),
    "end that goes on": (
        lambda raw: (
            state(raw, "received").update(tasks=[{"key": "more", "title": "x", "relation": "police"}]),
            raw["transitions"].append(
                {"key": "on", "title": "x", "source": "received", "target": "refused", "task": "more"}
            ),
        ),
        "end_goes_on",
    ),
    "guard that is no formula": (lambda raw: way(raw, "notify").update(guard={"formula": "1 +"}), "formula_wrong"),
    "guard on an unknown field": (
        lambda raw: way(raw, "notify").update(guard={"formula": "${small_response.x} = 1"}),
        "field_unknown",
    ),
    "guard on an unknown form": (
        lambda raw: way(raw, "notify").update(guard={"formula": "${other.x} = 1"}),
        "field_unknown",
    ),
    "guard on a whole form": (
        lambda raw: way(raw, "notify").update(guard={"formula": "${answers} = 1"}),
        "field_unknown",
    ),
    "guard on a sealed field": (
        lambda raw: way(raw, "notify").update(guard={"formula": "${answers.facts} = ''"}),
        "field_sealed",
    ),
    "guard on an option that is gone": (
        lambda raw: way(raw, "notify").update(guard={"formula": "${small_response.result} = 'gone'"}),
        "option_unknown",
    ),
    "urgency on an unknown field": (
        lambda raw: state(raw, "reported")["tasks"][0]["deadline"].update(urgent_when={"formula": "${answers.x} = 1"}),
        "field_unknown",
    ),
    "remark on a sealed field": (
        lambda raw: state(raw, "reported")["tasks"][0].update(
            remarks=[{"title": {"zh-hans": "转办"}, "shown_when": {"formula": "${answers.facts} = ''"}}]
        ),
        "field_sealed",
    ),
    "prefill from nowhere": (
        lambda raw: state(raw, "handling")["tasks"][0].update(prefill={"found": "answers.x"}),
        "prefill_unknown",
    ),
    "wrong effect": (lambda raw: way(raw, "accept").update(effects=[{"type": "odd"}]), "effect_wrong"),
}


@pytest.mark.parametrize(("change", "code"), CASES.values(), ids=CASES.keys())
def test_a_workflow_that_is_not_right_is_found_out(change, code):
    assert code in codes(change)


def test_every_problem_says_where_and_what():
    for change, _code in CASES.values():
        for problem in problems(change):
            assert str(problem.sentence)
            assert isinstance(problem.place, str)


def test_a_deadline_that_passes_unheard_is_named():
    def only_before(raw):
        deadline = state(raw, "reported")["tasks"][0]["deadline"]
        deadline["ladder"] = [{"side": "before", "minutes": 5, "tell": ["holder"]}]

    def not_when_urgent(raw):
        state(raw, "reported")["tasks"][0]["deadline"]["urgent_ladder"] = [{"mark": "red"}]

    assert codes(only_before) == codes(not_when_urgent) == {"deadline_unheard"}
