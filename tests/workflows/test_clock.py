"""Transitions that the clock takes, at a moment that an answer names."""

import copy
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.access.refusal import Refused
from tests.workflows.definitions import FORMS, REPORT, WORKFLOW, words
from workflows import builder, engine, services
from workflows.check import check_workflow
from workflows.desk.ways import ways_of_clock
from workflows.events import broken_links
from workflows.models import PauseReason, Task, TaskDeadline
from workflows.rehearsing.case import begin
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import WorkflowSchema
from workflows.services import sweep


def with_clock(formula="${answers.on}", guard=None, **more):
    """The small workflow; what is being handled is told to the township by itself at the moment of the formula."""
    raw = WORKFLOW.model_dump(mode="json")
    way = {
        "key": "by_itself", "title": words("到时间", "In time"), "source": "handling", "target": "notified",
        "task": "respond", "clock": {"formula": formula}, **more,
    }  # fmt: skip
    raw["transitions"].append({**way, "guard": {"formula": guard}} if guard else way)
    return WorkflowSchema.model_validate(raw)


def report_with_day():
    raw = REPORT.model_dump(mode="json")
    raw["steps"][0]["items"].append({"kind": "field", "key": "on", "type": "datetime", "label": words("时间", "When")})
    return type(REPORT).model_validate(raw)


@pytest.fixture
def clocked(cast, version):
    from forms import builder as form_builder
    from forms import services as form_services

    form_services.publish(form_builder.save_definition(report_with_day(), by=None), by=None)
    return services.publish(builder.save_definition(with_clock(), by=None), by=None)


@pytest.fixture
def handled(story, clocked):
    """A case that the clock moves on in an hour."""

    def make(on=None):
        case = story.report(on=(on or timezone.now() + timedelta(hours=1)).isoformat(timespec="seconds"))
        story.accept(case, "east_police")
        case.refresh_from_db()
        return case

    return make


def comes(case, monkeypatch, **later):
    now = timezone.now() + timedelta(**later)
    monkeypatch.setattr(timezone, "now", lambda: now)


def test_nothing_moves_before_its_time(handled):
    case = handled()
    sweep()
    case.refresh_from_db()
    assert case.state == "handling"
    assert [way.transition.key for way in ways_of_clock(case.tasks.get(key="respond"))] == ["by_itself"]


@pytest.mark.parametrize("away", [timedelta(hours=1), timedelta(days=-400)], ids=["later", "long ago"])
def test_what_follows_is_due_as_if_the_sweeper_had_come_in_time(handled, monkeypatch, away):
    """And never from a moment at which there was nothing to do yet."""
    raw = with_clock().model_dump(mode="json")
    notified = next(state for state in raw["states"] if state["key"] == "notified")
    notified["tasks"][0]["deadline"] = {"minutes": 60}
    services.publish(builder.save_definition(WorkflowSchema.model_validate(raw), by=None), by=None)
    on = timezone.now().replace(microsecond=0) + away
    case = handled(on)
    moment = max(on, TaskDeadline.objects.get(task__case=case, task__key="respond").began_at)
    comes(case, monkeypatch, hours=5)
    sweep()
    task = case.tasks.get(key="sign")
    assert task.due_at == moment + timedelta(minutes=60)
    row = TaskDeadline.objects.get(task=task)
    assert (row.counted_from, row.began_at) == (moment, moment)
    sweep()
    task.refresh_from_db()
    assert task.signal


def test_the_case_moves_on_by_itself_and_nobody_is_said_to_have_done_it(handled, monkeypatch):
    case = handled()
    comes(case, monkeypatch, hours=2)
    sweep()
    sweep()
    case.refresh_from_db()
    assert case.state == "notified"
    assert case.tasks.get(key="respond").state == Task.State.CANCELLED
    moved = case.events.filter(kind="moved", detail__transition="by_itself").get()
    assert moved.post is None
    assert broken_links(case) == []


def test_a_time_that_has_passed_already_moves_it_on_at_the_next_beat(handled):
    case = handled(on=timezone.now() - timedelta(days=1))
    sweep()
    case.refresh_from_db()
    assert case.state == "notified"


def test_a_person_cannot_take_the_way_of_the_clock(handled, story, cast):
    case = handled()
    task = case.tasks.get(key="respond")
    with pytest.raises(Refused):
        services.complete_task(task, "by_itself", by=cast.post("east_police"), draft=story.draft(task, "east_police"))


def test_whoever_was_quicker_than_the_clock_has_done_it(handled, story, cast, monkeypatch):
    case = handled()
    task = case.tasks.get(key="respond")
    services.complete_task(task, "notify", by=cast.post("east_police"), draft=story.draft(task, "east_police"))
    comes(case, monkeypatch, hours=2)
    sweep()
    assert case.events.filter(detail__transition="by_itself").count() == 0


def test_the_reminders_of_the_deadline_come_all_the_same(handled, monkeypatch):
    case = handled(on=timezone.now() + timedelta(days=30))
    comes(case, monkeypatch, days=2)
    sweep()
    assert case.events.filter(kind="escalated").exists()
    row = TaskDeadline.objects.get(task__case=case, task__key="respond")
    assert row.next_at is not None
    assert row.next_at <= row.moves_at


def test_a_pause_does_not_reach_beyond_the_stroke(handled, cast):
    task = handled().tasks.get(key="respond")
    with pytest.raises(engine.NotPossible):
        services.pause_deadline(
            task, reason=PauseReason.EXPERT, until=timezone.localdate() + timedelta(days=3), by=cast.post("east_police")
        )


def test_without_an_answer_nothing_happens_by_itself(story, clocked):
    case = story.report()
    story.accept(case, "east_police")
    row = TaskDeadline.objects.get(task__case=case, task__key="respond")
    assert row.moves_at is None


def test_a_condition_that_does_not_hold_lets_the_moment_pass(cast, story, clocked, monkeypatch):
    guarded = with_clock(guard="${answers.danger_now} = 'yes'")
    services.publish(builder.save_definition(guarded, by=None), by=None)
    case = story.report(on=(timezone.now() + timedelta(hours=1)).isoformat(timespec="seconds"), danger_now="no")
    story.accept(case, "east_police")
    comes(case, monkeypatch, hours=2)
    sweep()
    case.refresh_from_db()
    assert case.state == "handling"
    assert TaskDeadline.objects.get(task__case=case, task__key="respond").moves_at is None


# What the check says.


def codes(schema):
    forms = {**FORMS, "small_report": report_with_day()}
    return [problem.code for problem in check_workflow(schema, forms=forms, effect_problem=lambda *_: "")]


def test_a_clock_needs_a_formula_that_gives_a_moment():
    assert codes(with_clock()) == []
    assert codes(with_clock("${answers.danger_now}")) == ["clock_without_moment"]
    assert codes(with_clock("${answers.nobody_asks}")) == ["field_unknown"]
    assert codes(with_clock("${answers.facts}")) == ["field_sealed"]


def test_the_clock_leads_nobody_in_a_circle():
    raw = copy.deepcopy(with_clock().model_dump(mode="json"))
    back = {"key": "back_again", "source": "notified", "target": "handling", "task": "sign"}
    raw["transitions"].append({**back, "title": words("回", "Back"), "clock": {"formula": "${answers.on}"}})
    assert set(codes(WorkflowSchema.model_validate(raw))) == {"circle_by_clock"}


def test_what_the_editor_makes_of_it_comes_back_the_same(db):
    schema = with_clock()
    assert builder.schema_of(builder.save_definition(schema, by=None)) == schema


# In a dry run.


def test_in_a_dry_run_the_clock_takes_its_way_at_its_own_moment():
    opened = {"danger_now": "no", "on": "2026-03-05T09:00:00+08:00"}
    scenario = Scenario(title="x", answers=opened, at="2026-03-02T09:00:00+08:00", steps=())
    case = begin(with_clock(), scenario)
    case.take(ScenarioStep(task="take", transition="accept"))
    case.take(ScenarioStep(does="wait", days=2))
    assert case.state == "handling"
    happened = case.take(ScenarioStep(does="wait", days=2))
    moved = next(one for one in happened if one.kind == "moved")
    assert (moved.way.key, moved.at.isoformat()) == ("by_itself", "2026-03-05T09:00:00+08:00")
    assert case.state == "notified"
