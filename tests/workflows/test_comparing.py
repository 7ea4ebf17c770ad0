"""Whatever is otherwise in another version is said in words, field by field."""

from types import NoneType
from typing import get_args

import pytest
from django.utils import translation

from forms.schema import Part, Rule
from tests.workflows.definitions import WORKFLOW
from workflows.comparing import differences
from workflows.comparing.names import NAMES
from workflows.guards import compile_rules
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import Join, Later, WorkflowSchema

LATER = WORKFLOW.transitions[1].effects[1].model_copy(update={"later": Later(days=2)})
OLD = WORKFLOW.model_copy(
    update={
        "scenarios": (Scenario(title="Old", steps=(ScenarioStep(),)),),
        "states": tuple(
            state.model_copy(update={"join": Join()} if state.key == "handling" else {}) for state in WORKFLOW.states
        ),
        "transitions": tuple(
            way.model_copy(update={"effects": (way.effects[0], LATER)} if way.key == "notify" else {})
            for way in WORKFLOW.transitions
        ),
    }
)
# Each is one change: the way to what is changed, the new value, and words that the sentence must hold.
CHANGES = [
    (("key",), "other", "key is now “other”"),
    (("title",), {"zh-hans": "改名"}, "title is now “改名”"),
    (("opened_by",), "visit", "form that opens a case is now “visit”"),
    (("opening_effects",), [], "effects when a case opens: No longer: kind of effect: Send a notice"),
    (
        ("scenarios",),
        [{"title": "New", "steps": [{"task": "take", "transition": "accept", "by": "police"}]}],
        "Scenario “New” was added.",
    ),
    (
        ("scenarios", 0, "steps", 0, "expected"),
        {"state": "handling", "open": ["respond"], "told": ["police"], "effects": ["notify"], "refused": True},
        "state of the case: Being handled; exactly these tasks are open: Respond; who got a notice: Police; "
        "effects: Send a notice; not possible: Yes",
    ),
    (("scenarios", 0, "title"), "Other", "Scenario “Other” was added."),
    (("scenarios", 0, "at"), "2026-03-02T09:00:00", "Scenario “Old”: reported at is now “2026-03-02"),
    (("scenarios", 0, "answers"), {"danger_now": "yes"}, "what the report says is now “danger_now: yes”"),
    (("scenarios", 0, "expected"), {"state": "reported"}, "what must be so then: state of the case is now “Reported”"),
    (("scenarios", 0, "steps"), [], "Scenario “Old” › steps: No longer: what happens"),
    (("scenarios", 0, "steps", 0, "days"), 2, "days later: 2"),
    (("scenarios", 0, "steps", 0, "minutes"), 5, "minutes later: 5"),
    (("scenarios", 0, "steps", 0, "does"), "accept", "what happens: A task is accepted"),
    (("scenarios", 0, "steps", 0, "task"), "respond", "which task: Respond"),
    (("scenarios", 0, "steps", 0, "by"), "police", "who does it: Police"),
    (("scenarios", 0, "steps", 0, "transition"), "accept", "by the transition: Accept"),
    (("scenarios", 0, "steps", 0, "answers"), {"result": "false"}, "what its form says: result: false"),
    (("scenarios", 0, "steps", 0, "expected", "state"), "handling", "state of the case: Being handled"),
    (
        ("scenarios", 0, "steps", 0, "expected", "open"),
        ["take", "respond"],
        "tasks are open: Take on, Respond",
    ),
    (("scenarios", 0, "steps", 0, "expected", "told"), ["police"], "who got a notice: Police"),
    (("scenarios", 0, "steps", 0, "expected", "effects"), ["notify"], "effects: Send a notice"),
    (("scenarios", 0, "steps", 0, "expected", "climbed"), ["above"], "done about what is late: The level above"),
    (("scenarios", 0, "steps", 0, "expected", "refused"), True, "not possible: Yes"),
    (("relations", 0, "key"), "guard", "was removed."),
    (("relations", 0, "title"), {"en": "Guard"}, "title is now “Guard”"),
    (("relations", 0, "kind"), "filer", "found how is now “Who handed in the report”"),
    (("relations", 0, "duty"), "health", "duty is now “Health”"),
    (("relations", 0, "not_filer"), True, "never who handed in the report is now “Yes”"),
    (("relations", 0, "field"), "owner", "named in the field is now “owner”"),
    (("states", 1, "key"), "other", "was added"),
    (("states", 1, "title"), {"en": "X"}, "title is now “X”"),
    (("states", 1, "kind"), "waiting", "kind is now “Waiting” (was “Work”)"),
    (("states", 1, "public_status"), {}, "what the reporter reads is now empty"),
    (("states", 2, "tasks"), [], "Task “Sign for it” was removed."),
    (("states", 1, "tasks", 0, "key"), "other", "Task “Respond” was added"),
    (("states", 1, "tasks", 0, "title"), {"en": "Y"}, "title is now “Y”"),
    (("states", 1, "tasks", 0, "instructions"), {"en": "Do it"}, "what to do is now “Do it”"),
    (("states", 1, "tasks", 0, "relation"), "police", "whose task is now “Police”"),
    (("states", 1, "tasks", 0, "roles"), ["leader"], "only for these there is now “Whoever leads there”"),
    (("scenarios", 0, "steps", 0, "role"), "police_leader", "in the role: Police leader"),
    (("states", 1, "tasks", 0, "form"), "", "form to fill in is now empty"),
    (("states", 1, "tasks", 0, "section"), "one", "section of the form is now “one”"),
    (("states", 1, "tasks", 0, "prefill"), {"a": "answers.b"}, "filled in beforehand is now “a: answers.b”"),
    (("states", 1, "tasks", 0, "deadline"), None, "deadline is now empty"),
    (("states", 1, "tasks", 0, "deadline", "minutes"), 30, "deadline: how long is now “0 h 30 min” (was “24 h 0 min”)"),
    (("states", 1, "tasks", 0, "deadline"), {"days": 3}, "how long is now “3 days”"),
    (("states", 1, "tasks", 0, "deadline", "working"), True, "how long is now “24 h 0 min of office hours”"),
    (("states", 1, "tasks", 0, "deadline", "urgent_when"), {"formula": "1 = 2"}, "urgent when is now “1 = 2”"),
    (("states", 1, "tasks", 0, "deadline", "urgent_minutes"), 7, "minutes when urgent is now “7”"),
    (("states", 1, "tasks", 0, "deadline", "urgent_days"), 7, "days when urgent is now “7”"),
    (
        ("states", 1, "tasks", 0, "deadline", "ladder"),
        [{"tell": ["leader"]}],
        "Now also: when: After it was due; who is told: The leader there",
    ),
    (("states", 1, "tasks", 0, "deadline", "urgent_ladder"), [], "what happens when urgent: No longer"),
    (
        ("states", 1, "tasks", 0, "deadline", "ladder", 0, "side"),
        "after",
        "Now also: when: After it was due; days: 1; who is told",
    ),
    (("states", 1, "tasks", 0, "deadline", "ladder", 0, "minutes"), 5, "minutes: 5"),
    (("states", 1, "tasks", 0, "deadline", "ladder", 0, "days"), 9, "days: 9"),
    (("states", 1, "tasks", 0, "deadline", "ladder", 0, "tell"), ["above"], "The level above"),
    (("states", 1, "tasks", 0, "deadline", "ladder", 0, "mark"), "red", "mark: Red"),
    (
        ("states", 1, "tasks", 0, "deadline", "ladder", 0, "reassign"),
        "leader",
        "taken from who has it: The leader there has it now",
    ),
    (
        ("states", 1, "tasks", 0, "deadline", "ladder", 0, "supervise"),
        True,
        "the level above has to see to it: Yes",
    ),
    (
        ("states", 1, "tasks", 0, "remarks"),
        [{"title": {"en": "Look"}, "text": {"en": "Far"}, "shown_when": {"formula": "1 = 1"}}],
        "remarks: Now also: title: Look; text: Far; shown when: 1 = 1",
    ),
    (("states", 1, "tasks", 0, "optional"), True, "may be left undone is now “Yes”"),
    (("transitions", 1, "key"), "other", "Transition “Notify the township” was added"),
    (("transitions", 1, "title"), {"en": "Z"}, "title is now “Z”"),
    (("transitions", 1, "relation"), "police", "beside the tasks, taken by is now “Police”"),
    (("transitions", 1, "roles"), ["leader"], "only for these there is now “Whoever leads there”"),
    (("transitions", 1, "reasons"), [{"key": "died", "title": {"en": "Died"}}], "Reason “Died” was added"),
    (("transitions", 1, "source"), "reported", "from the state is now “Reported”"),
    (("transitions", 1, "target"), "received", "to the state is now “Received by township”"),
    (("transitions", 1, "task"), "take", "by finishing the task is now “Take on”"),
    (("transitions", 1, "missed"), True, "when too few are in favour is now “Yes”"),
    (("states", 2, "join"), {"needs": "some", "count": 2}, "it goes on with: So many of them; how many: 2"),
    (("states", 1, "join"), None, "how the tasks come together is now empty"),
    (("states", 1, "join", "needs"), "any", "it goes on with: One of them"),
    (("states", 1, "join", "count"), 1, "how many: 1"),
    (("states", 1, "join", "favour"), {"formula": "1 = 1"}, "in favour is: 1 = 1"),
    (("states", 1, "join", "veto"), True, "one against ends it: Yes"),
    (("transitions", 1, "guard"), {"formula": "1 = 1"}, "only possible when is now “1 = 1”"),
    (("transitions", 1, "clock"), {"formula": "today()"}, "taken by itself at is now “today()”"),
    (("transitions", 1, "confirmation"), {}, "asked before it is done is now empty"),
    (("transitions", 1, "effects"), [], "what it causes: No longer: kind of effect: Send a notice"),
    (("transitions", 1, "effects", 0, "type"), "webhook", "Now also: kind of effect: Call another system"),
    (("transitions", 1, "effects", 0, "settings"), {"relation": "police"}, "settings: Who is told: Police"),
    (
        ("transitions", 1, "effects", 1, "later"),
        None,
        "No longer: kind of effect: Tell the reporter; later than the step",
    ),
    (("transitions", 1, "effects", 1, "later", "days"), 3, "later than the step: 3 days"),
    (("transitions", 1, "effects", 1, "later"), {"minutes": 90}, "later than the step: 1 h 30 min"),
    (("transitions", 1, "effects", 1, "later", "working"), True, "later than the step: 2 working days"),
    (
        ("transitions", 1, "effects", 1, "later", "unless_moved"),
        True,
        "later than the step: 2 days; not if the case has moved on by then: Yes",
    ),
    (("readers", 1, "relation"), "police", "who reads what: Now also: who: Police"),
    (("readers", 1, "forms"), ["visit"], "of which forms: visit"),
    (
        ("readers", 1, "sensitivities"),
        ["open"],
        "of which forms: small_report; may read answers that are: Open to everybody who works on it",
    ),
]


def said(way, value):
    raw = OLD.model_dump(mode="json")
    part = raw
    for step in way[:-1]:
        part = part[step]
    part[way[-1]] = value
    with translation.override("en"):
        return differences(OLD, WorkflowSchema.model_validate(raw))


@pytest.mark.parametrize(("way", "value", "words"), CHANGES, ids=lambda value: str(value)[:60])
def test_a_change_is_said_in_words(way, value, words):
    assert any(words in sentence for sentence in said(way, value)), said(way, value)


def test_every_field_of_every_part_has_a_name():
    assert {part: set(part.model_fields) for part in parts_of(WorkflowSchema)} == {
        part: set(names) for part, names in NAMES.items()
    }


def test_every_field_of_every_part_is_changed_once_above():
    """But the version of the format, which is one, and what rules consist of."""
    changed = {type_of(way): set() for way, _value, _words in CHANGES}
    for way, value, _words in CHANGES:
        changed[type_of(way)].add(way[-1])
        if way[-1] in ("remarks", "reasons"):
            changed.setdefault(way[-1][:-1].title(), set()).update(value[0])
        if value == {"days": 3}:
            changed["Deadline"].add("days")
        if value == {"minutes": 90}:
            changed["Later"].add("minutes")
    fields = {part.__name__: set(part.model_fields) for part in parts_of(WorkflowSchema) if part is not Rule}
    fields["WorkflowSchema"] -= {"schema_version", "relations", "states", "transitions", "readers"}
    assert changed == fields


def test_the_same_workflow_has_no_differences_also_when_its_rules_were_parsed():
    assert differences(WORKFLOW, compile_rules(WORKFLOW)) == []


def test_another_order_is_said():
    turned = WORKFLOW.model_copy(update={"states": WORKFLOW.states[::-1]})
    effects = WORKFLOW.transitions[1].effects
    way = WORKFLOW.transitions[1].model_copy(update={"effects": (*effects, effects[0])})
    often = WORKFLOW.model_copy(update={"transitions": (way,)})
    with translation.override("en"):
        assert differences(WORKFLOW, turned) == ["The order is another."]
        assert any("more or less often" in line for line in differences(WORKFLOW, often))


def parts_of(kind):
    """The kind of part and all that it is made of."""
    found, waiting = set(), [kind]
    while waiting:
        part = waiting.pop()
        if isinstance(part, type) and issubclass(part, Part) and part not in found:
            found.add(part)
            waiting += [inner for field in part.model_fields.values() for inner in inside(field.annotation)]
    return found


def inside(annotation):
    arguments = [one for one in get_args(annotation) if one is not NoneType]
    return [annotation, *(inner for one in arguments for inner in inside(one))] if arguments else [annotation]


def type_of(way):
    """The kind of part that the last step of the way is a field of."""
    kinds = {"relations": "Relation", "states": "State", "tasks": "TaskType", "deadline": "Deadline", "ladder": "Rung"}
    kinds |= {"transitions": "Transition", "effects": "EffectCall", "readers": "Reader"}
    kinds |= {"scenarios": "Scenario", "steps": "ScenarioStep", "expected": "Outcome", "join": "Join", "later": "Later"}
    names = [step for step in way[:-1] if isinstance(step, str)]
    return kinds[names[-1]] if names else "WorkflowSchema"
