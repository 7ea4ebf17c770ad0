"""The state machine: what it decides, and that it never loses its way whatever definition it is given."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.definitions import WORKFLOW
from workflows.engine import Accept, Complete, NotPossible, Open, OpenTask, Snapshot, decide
from workflows.schema import WorkflowSchema

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def snapshot(state="", tasks=(), answers=None, urgent=False):
    return Snapshot(state, tuple(tasks), answers or {}, NOW, urgent)


def test_a_report_opens_the_start_state_with_its_task_and_effects():
    decision = decide(WORKFLOW, snapshot(answers={"answers": {"danger_now": "no"}}), Open())
    assert decision.state == "reported"
    assert [(task.key, task.relation, task.urgent) for task in decision.opened] == [("take", "police", False)]
    assert decision.opened[0].due_at == NOW + timedelta(hours=4)
    assert [call.type for call in decision.effects] == ["notify"]
    assert not decision.closed


def test_a_child_in_danger_makes_the_task_and_the_case_urgent():
    decision = decide(WORKFLOW, snapshot(answers={"answers": {"danger_now": "yes"}}), Open())
    assert decision.urgent
    assert decision.opened[0].due_at == NOW + timedelta(minutes=30)


def test_an_urgency_rule_that_fails_counts_as_urgent():
    broken = WORKFLOW.model_dump(mode="json")
    broken["states"][0]["tasks"][0]["deadline"]["urgent_when"]["formula"] = "${answers.danger_now} = "
    decision = decide(WorkflowSchema.model_validate(broken), snapshot(), Open())
    assert decision.urgent


def test_a_case_opens_once():
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, snapshot("reported"), Open())
    assert refusal.value.code == "already_open"


def test_accepting_changes_nothing_but_the_task():
    decision = decide(WORKFLOW, snapshot("reported", [OpenTask("1", "take")]), Accept("1"))
    assert (decision.state, decision.accepted, decision.opened, decision.effects) == ("reported", "1", (), ())


def test_a_task_is_accepted_once():
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, snapshot("reported", [OpenTask("1", "take", accepted=True)]), Accept("1"))
    assert refusal.value.code == "already_accepted"


def test_a_transition_moves_the_case_and_opens_what_is_next():
    decision = decide(WORKFLOW, snapshot("reported", [OpenTask("1", "take")]), Complete("1", "accept"))
    assert (decision.state, decision.completed) == ("handling", "1")
    assert [task.key for task in decision.opened] == ["respond"]
    assert decision.event.detail["from"] == "reported"


def test_a_task_with_a_form_needs_the_form():
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, snapshot("handling", [OpenTask("1", "respond")]), Complete("1", "notify"))
    assert refusal.value.code == "form_missing"


def test_a_guard_that_does_not_hold_refuses_with_a_sentence():
    here = snapshot("handling", [OpenTask("1", "respond")], {"small_response": {"result": "false"}})
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, here, Complete("1", "notify", has_form=True))
    assert refusal.value.code == "guard"
    assert str(refusal.value.sentence)


def test_a_guard_that_cannot_be_worked_out_refuses():
    broken = WORKFLOW.model_dump(mode="json")
    broken["transitions"][0]["guard"] = {"formula": "1 +"}
    with pytest.raises(NotPossible) as refusal:
        decide(
            WorkflowSchema.model_validate(broken),
            snapshot("reported", [OpenTask("1", "take")]),
            Complete("1", "accept"),
        )
    assert refusal.value.code == "guard_undecidable"


def test_leaving_a_state_cancels_what_else_was_open():
    here = snapshot("notified", [OpenTask("1", "sign"), OpenTask("2", "watch")])
    decision = decide(WORKFLOW, here, Complete("1", "sign"))
    assert (decision.cancelled, decision.closed, decision.opened) == (("2",), True, ())


def test_a_transition_of_another_state_is_refused():
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, snapshot("reported", [OpenTask("1", "take")]), Complete("1", "sign"))
    assert refusal.value.code == "no_such_step"


def test_what_is_not_open_cannot_be_done():
    with pytest.raises(NotPossible) as refusal:
        decide(WORKFLOW, snapshot("reported"), Accept("9"))
    assert refusal.value.code == "task_not_open"


# Any definition at all, whether or not the check would let it be published.

KEYS = ["a", "b", "c", "d", "e"]


@st.composite
def definitions(draw):
    count = draw(st.integers(1, 5))
    keys = KEYS[:count]
    states = []
    for position, key in enumerate(keys):
        kind = "start" if position == 0 else draw(st.sampled_from(["work", "waiting", "end"]))
        number = 0 if kind == "end" else draw(st.integers(0, 3))
        deadline = draw(st.none() | st.just({"minutes": 5, "urgent_when": {"formula": "${answers.x} = 1"}}))
        tasks = [
            {
                "key": f"{key}{n}",
                "title": "t",
                "relation": "r",
                "deadline": deadline,
                "form": draw(st.sampled_from(["", "f"])),
            }
            for n in range(number)
        ]
        states.append({"key": key, "title": key, "kind": kind, "tasks": tasks})
    places = [(state["key"], task["key"]) for state in states for task in state["tasks"]]
    ways = draw(
        st.lists(st.tuples(st.sampled_from(places), st.sampled_from(keys)), max_size=8) if places else st.just([])
    )
    transitions = [
        {
            "key": f"w{number}",
            "title": "w",
            "source": source,
            "task": task,
            "target": target,
            "guard": draw(st.none() | st.just({"formula": "${answers.x} = 1"})),
        }
        for number, ((source, task), target) in enumerate(ways)
    ]
    return WorkflowSchema.model_validate(
        {
            "key": "any",
            "title": "any",
            "opened_by": "f",
            "relations": [{"key": "r", "title": "r", "kind": "filer"}],
            "states": states,
            "transitions": transitions,
        }
    )


class Walk:
    """A case in memory that does what the engine decides."""

    def __init__(self, schema, answers):
        self.schema, self.answers, self.made = schema, answers, 0
        self.state, self.tasks, self.closed = "", {}, False
        self.follow(decide(schema, self.snapshot(), Open()))

    def snapshot(self):
        return Snapshot(self.state, tuple(self.tasks.values()), self.answers, NOW)

    def follow(self, decision):
        self.state, self.closed = decision.state, decision.closed
        if decision.accepted:
            self.tasks[decision.accepted] = OpenTask(
                decision.accepted, self.tasks[decision.accepted].key, accepted=True
            )
        for gone in (decision.completed, *decision.cancelled):
            self.tasks.pop(gone, None)
        for new in decision.opened:
            self.made += 1
            self.tasks[str(self.made)] = OpenTask(str(self.made), new.key)

    def try_to(self, action):
        """Do it if the engine allows it. Nothing but a refusal may be raised."""
        try:
            decision = decide(self.schema, self.snapshot(), action)
        except NotPossible:
            return False
        self.follow(decision)
        return True

    def check(self):
        """What must be so after every step."""
        state = self.schema.state(self.state)
        assert self.closed == (state.kind == "end")
        assert sorted(task.key for task in self.tasks.values()) == sorted(task.key for task in state.tasks)


ACTIONS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 8), st.booleans()),
    max_size=20,
)


@given(definitions(), ACTIONS, st.sampled_from([{}, {"answers": {"x": 1}}]))
def test_no_sequence_of_actions_leads_out_of_the_definition(schema, actions, answers):
    walk = Walk(schema, answers)
    walk.check()
    for accept, task, way, has_form in actions:
        walk.try_to(Accept(str(task)) if accept else Complete(str(task), f"w{way}", has_form=has_form))
        walk.check()


@given(definitions(), ACTIONS)
def test_a_closed_case_accepts_nothing(schema, actions):
    end = next((state.key for state in schema.states if state.kind == "end"), None)
    walk = Walk(schema, {})
    if end is None:
        return
    walk.state, walk.tasks, walk.closed = end, {}, True
    for accept, task, way, has_form in actions:
        assert not walk.try_to(Accept(str(task)) if accept else Complete(str(task), f"w{way}", has_form=has_form))
