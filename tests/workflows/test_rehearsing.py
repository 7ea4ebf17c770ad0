"""A case that is only thought of goes through a workflow as a real one would."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from pydantic import ValidationError

from tests.workflows.definitions import WORKFLOW
from tests.workflows.later import later, with_later
from workflows.engine import NotPossible
from workflows.rehearsing.case import Rehearsal, begin, moment_of
from workflows.rehearsing.saying import Saying
from workflows.rehearsing.trials import play
from workflows.scenarios import Outcome, Scenario, ScenarioStep
from workflows.schema import WorkflowSchema

NINE = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
ORDINARY, DANGER = {"danger_now": "no"}, {"danger_now": "yes"}


def rehearsal(answers=ORDINARY):
    return Rehearsal(WORKFLOW, answers, at=NINE)


def finish(case, task, transition="", **more):
    return case.take(ScenarioStep(task=task, transition=transition, **more))


def kinds(happened):
    return [what.kind for what in happened]


def test_it_opens_with_the_tasks_and_notices_of_its_start():
    case = rehearsal()
    assert case.state == "reported"
    assert [(task.type.key, task.due_at) for task in case.tasks] == [("take", NINE + timedelta(hours=4))]
    assert kinds(case.happened)[:2] == ["opened", "task"]
    assert "effect" in kinds(case.happened)


def test_in_danger_the_deadline_is_the_urgent_one():
    [task] = rehearsal(DANGER).tasks
    assert task.urgent
    assert task.due_at == NINE + timedelta(minutes=30)


def test_a_step_whose_condition_does_not_hold_is_refused_and_changes_nothing():
    case = rehearsal()
    finish(case, "take")
    before = (case.state, dict(case.answers), len(case.happened))
    with pytest.raises(NotPossible):
        finish(case, "respond", "notify", answers={"result": "false"})
    assert (case.state, case.answers, len(case.happened)) == before


def test_who_does_not_have_the_task_does_not_finish_it():
    case = rehearsal()
    with pytest.raises(NotPossible) as refused:
        finish(case, "take", by="township")
    assert refused.value.code == "not_yours"


def test_the_ladder_is_climbed_at_its_own_moments_however_far_the_clock_goes_at_once():
    at_once, by_steps = rehearsal(), rehearsal()
    at_once.take(ScenarioStep(does="wait", days=9))
    for _ in range(9 * 4):
        by_steps.take(ScenarioStep(does="wait", minutes=360))
    rungs = [(what.at, what.rung) for what in at_once.happened if what.kind == "rung"]
    assert rungs == [(what.at, what.rung) for what in by_steps.happened if what.kind == "rung"]
    assert [rung.tell for _at, rung in rungs] == [("holder",), ("holder", "leader"), ("above",)]
    assert rungs[0][0] == NINE + timedelta(hours=4)
    assert at_once.tasks[0].mark == "red"
    assert at_once.next_at is None


def test_a_finished_task_climbs_no_more():
    case = rehearsal()
    finish(case, "take")
    case.take(ScenarioStep(does="wait", days=30))
    assert {what.task.key for what in case.happened if what.kind == "rung"} == {"respond"}


def test_a_clock_that_goes_round_is_stopped_and_says_so():
    raw = WORKFLOW.model_dump(mode="json")
    round_ = {"key": "round", "title": {"en": "Round"}, "source": "reported", "target": "reported", "task": "take"}
    raw["transitions"].append({**round_, "clock": {"formula": "${answers.when}"}})
    case = Rehearsal(WorkflowSchema.model_validate(raw), {"when": "2026-03-03"}, at=NINE)
    with pytest.raises(NotPossible) as refused:
        case.take(ScenarioStep(does="wait", days=3))
    assert refused.value.code == "goes_round"


@pytest.mark.parametrize("target", ["reported", "handling"])
def test_a_clock_that_is_always_a_little_ahead_ends_also_when_nothing_comes_of_it(target):
    raw = WORKFLOW.model_dump(mode="json")
    way = {"key": "tick", "title": {"en": "Tick"}, "source": "reported", "target": target, "task": "take"}
    raw["transitions"].append({**way, "clock": {"formula": "now() + 0.00005"}})
    case = begin(WorkflowSchema.model_validate(raw), Scenario(title="t"))
    for _step in range(3):
        with pytest.raises(NotPossible) as refused:
            case.take(ScenarioStep(does="wait", days=366))
        assert refused.value.code == "goes_round"


@pytest.mark.parametrize("at", [datetime(1, 1, 1), datetime(9999, 12, 31, tzinfo=ZoneInfo("Asia/Shanghai"))])
def test_a_case_is_not_reported_at_the_end_of_time(at):
    with pytest.raises(ValidationError):
        Scenario(title="t", at=at)


def test_a_moment_without_a_zone_is_one_by_the_portals_clock():
    assert moment_of(Scenario(title="t", at=datetime(2026, 3, 2, 9))) == NINE
    assert begin(WORKFLOW, Scenario(title="t")).now == NINE


def with_reminder(**how):
    schema = with_later(later(days=2, **how))
    case = Rehearsal(schema, ORDINARY, at=NINE)
    return case, case.take(ScenarioStep(task="take", minutes=60))


def test_what_happens_later_is_planned_with_its_step_and_happens_at_its_own_moment():
    case, came = with_reminder()
    [planned] = [what for what in came if what.kind == "planned"]
    assert planned.due_at == NINE + timedelta(days=2, hours=1)
    assert case.next_at is not None
    case.take(ScenarioStep(does="wait", days=9))
    [happened] = [what for what in case.happened if what.kind == "effect" and what.call.later]
    assert happened.at == planned.due_at
    case.take(ScenarioStep(does="wait", days=9))
    assert kinds(case.happened).count("planned") == 1


def test_what_is_planned_unless_the_case_moves_on_is_dropped_when_it_did():
    case, _came = with_reminder(unless_moved=True)
    finish(case, "respond", "refuse", answers={"result": "false"})
    came = case.take(ScenarioStep(does="wait", days=3))
    assert kinds(came) == ["dropped"]
    saying = Saying(case.schema, named=str, effects=str)
    with translation.override("en"):
        assert saying.sentence(came[0]) == "Not done, because the case has moved on: notify: civil_affairs"


def test_a_scenario_expects_what_happens_later_where_the_clock_brings_it():
    steps = (
        ScenarioStep(task="take", minutes=1, expected=Outcome(effects=("tell_reporter",))),
        ScenarioStep(does="wait", days=1, expected=Outcome()),
        ScenarioStep(does="wait", days=2, expected=Outcome(told=("civil_affairs",), effects=("notify",))),
    )
    told = {"type": "tell_reporter", "settings": {}}
    schema = with_later(told, later(days=2))
    schema = schema.model_copy(update={"scenarios": (Scenario(title="Later", answers=ORDINARY, steps=steps),)})
    assert [result.failures for result in play(schema, effects=str)] == [[]]
    wrong = (*steps[:1], ScenarioStep(does="wait", days=1, expected=Outcome(effects=("notify",))))
    schema = schema.model_copy(update={"scenarios": (Scenario(title="Early", answers=ORDINARY, steps=wrong),)})
    assert [len(result.failures) for result in play(schema, effects=str)] == [1]
