"""Deadlines that run, wait, go on and are moved; each change has its reason in the log of the case."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from portal.access.refusal import Refused
from portal.calendar.importing import import_year
from portal.directory.models import Post
from portal.jobs import beats
from portal.notices.models import Notice
from tests.workflows.definitions import WORKFLOW
from workflows import builder, events, services
from workflows.models import ClimbedRung, ExtensionReason, PauseReason, Task
from workflows.services import NotPossible, extend_deadline, go_on, pause_deadline, sweep
from workflows.services.rounds import deadline_of

pytestmark = pytest.mark.django_db


def at(month, day, hour=0, minute=0, year=2026):
    return timezone.make_aware(datetime(year, month, day, hour, minute))


@pytest.fixture
def clock(monkeypatch, cast):
    """`clock(moment)` sets the time of the portal, in which everybody has long had their post."""
    Post.objects.update(starts_on=at(1, 1).date())

    def move(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    move(at(9, 30, 10))
    return move


@pytest.fixture
def working(clock, version):
    """The small workflow, in which the police have three working days to respond; the holidays of 2026 are known."""
    import_year(2026)
    raw = WORKFLOW.model_dump(mode="json")
    raw["states"][1]["tasks"][0]["deadline"] = {"days": 3, "working": True}
    schema = type(WORKFLOW).model_validate(raw)
    return services.publish(builder.save_definition(schema, by=None), by=None)


@pytest.fixture
def task(story, working):
    """Accepted on the day before the national holidays."""
    return story.accept(story.report(danger_now="no"))


def kinds(case):
    return [event.kind for event in case.events.order_by("sequence")]


def fresh(task):
    return Task.objects.select_related("case__version", "organisation").get(pk=task.pk)


def told(task):
    return sorted(Notice.objects.filter(key__startswith="deadline:").values_list("user__username", "template"))


def test_three_working_days_pass_over_the_holidays(task):
    assert task.due_at == at(10, 10, 17, 30)
    row = deadline_of(task)
    assert (row.measure, row.amount, row.unsure) == ("working_days", timedelta(days=3), False)
    assert row.next_at == at(10, 9, 17, 30)


def test_each_rung_is_climbed_once_and_tells_whom_it_names(task, clock, cast):
    sweep()
    assert told(task) == []
    clock(at(10, 9, 17, 30))
    for _again in range(3):
        sweep()
    assert told(task) == [("east_police", "due_soon")]
    clock(at(10, 10, 17, 31))
    sweep()
    assert fresh(task).signal == "yellow"
    clock(at(10, 12, 17, 31))
    sweep()
    sweep()
    assert fresh(task).signal == "red"
    assert ("east_police_leader", "late_here") in told(task)
    assert len(told(task)) == 4
    clock(at(10, 14, 17, 31))
    sweep()
    assert ("city_police", "late_below") in told(task)
    assert deadline_of(task).next_at is None
    assert kinds(task.case).count("escalated") == 4
    assert events.broken_links(fresh(task).case) == []


def test_the_level_above_sees_the_case_and_none_of_its_papers(task, clock, cast):
    from workflows.policies import may, readable

    clock(at(10, 20, 9))
    sweep()
    case, post = fresh(task).case, cast.post("city_police")
    assert may(post, "see", case).allowed
    assert readable(post, case, "small_report") == set()


def test_a_clock_that_jumps_neither_loses_a_rung_nor_climbs_one_twice(task, clock):
    clock(at(10, 10, 17, 31))
    sweep()
    before = told(task)
    for moment in (at(10, 10, 16, 31), at(10, 10, 17, 31), at(10, 10, 18, 31)):
        clock(moment)
        sweep()
    assert told(task) == before
    assert ClimbedRung.objects.count() == 2
    clock(at(10, 31))
    sweep()
    assert sorted(ClimbedRung.objects.values_list("number", flat=True)) == [0, 1, 2, 3]


def test_a_finished_task_is_looked_at_once_more_and_tells_nobody(task, clock, story):
    services.complete_task(task, "notify", by=story.cast.post("east_police"), draft=story.draft(task))
    clock(at(11, 1))
    sweep()
    assert told(task) == []
    assert deadline_of(fresh(task)).next_at is None


def test_danger_tells_the_leader_at_once_and_by_the_clock(story, working, clock):
    case = story.report()
    task = story.task(case, "take")
    assert task.due_at == at(9, 30, 10, 30)
    clock(at(9, 30, 10, 31))
    sweep()
    assert fresh(task).signal == "red"
    assert ("east_police_leader", "due_now") in told(task)
    clock(at(9, 30, 11, 1))
    sweep()
    assert ("city_police", "late_below") in told(task)


def test_what_is_left_at_a_pause_is_left_afterwards(task, clock, story):
    police = story.cast.post("east_police")
    clock(at(10, 8, 15))
    pause_deadline(task, reason=PauseReason.EXPERT, until=at(10, 30).date(), by=police)
    paused = fresh(task)
    assert (paused.due_at, paused.signal) == (None, "paused")
    assert deadline_of(paused).amount == timedelta(days=2)
    clock(at(10, 20, 9))
    sweep()
    assert told(task) == []
    go_on(paused, by=police)
    assert fresh(task).due_at == at(10, 22, 17, 30)
    assert fresh(task).signal == ""
    assert kinds(task.case)[-2:] == ["deadline_paused", "deadline_resumed"]
    assert task.case.events.order_by("sequence").last().detail["reason"] == "by_hand"
    assert events.broken_links(fresh(task).case) == []


def test_a_pause_that_nobody_ends_ends_by_itself(task, clock, story):
    clock(at(10, 8, 15))
    pause_deadline(task, reason=PauseReason.COURT, until=at(10, 20).date(), by=story.cast.post("east_police"))
    clock(at(10, 20, 0, 5))
    sweep()
    sweep()
    assert fresh(task).due_at == at(10, 22, 17, 30)
    assert kinds(task.case).count("deadline_resumed") == 1


def test_a_reminder_that_was_sent_before_a_pause_is_not_sent_again(task, clock, story):
    clock(at(10, 10, 9))
    sweep()
    assert told(task) == [("east_police", "due_soon")]
    pause_deadline(task, reason=PauseReason.FAMILY, until=at(10, 20).date(), by=story.cast.post("east_police"))
    clock(at(10, 20, 9))
    sweep()
    assert told(task) == [("east_police", "due_soon")]
    assert fresh(task).due_at == at(10, 20, 17, 30)


def test_what_is_urgent_is_not_paused(story, working):
    task = story.task(story.report(), "take")
    with pytest.raises(Refused) as refused:
        pause_deadline(task, reason=PauseReason.FAMILY, until=at(10, 8).date(), by=story.cast.post("east_police"))
    assert refused.value.code == "urgent_goes_on"


@pytest.mark.parametrize("day", [at(9, 30), at(9, 1), at(12, 31)])
def test_a_pause_has_an_end_within_sixty_days(task, story, day):
    with pytest.raises(NotPossible) as refused:
        pause_deadline(task, reason=PauseReason.FAMILY, until=day.date(), by=story.cast.post("east_police"))
    assert refused.value.code == "pause_too_long"


def test_what_has_passed_is_moved_by_the_leader_and_not_paused(task, clock, story):
    clock(at(10, 12, 9))
    sweep()
    with pytest.raises(NotPossible):
        pause_deadline(task, reason=PauseReason.FAMILY, until=at(10, 20).date(), by=story.cast.post("east_police"))
    with pytest.raises(Refused):
        extend_deadline(task, days=2, reason=ExtensionReason.COMPLEX, by=story.cast.post("east_police"))
    extend_deadline(task, days=2, reason=ExtensionReason.COMPLEX, by=story.cast.post("east_police_leader"))
    moved = fresh(task)
    assert (moved.due_at, moved.signal) == (at(10, 14, 17, 30), "")
    assert task.case.events.order_by("sequence").last().detail["reason"] == "complex"
    clock(at(10, 14, 18))
    sweep()
    assert told(task).count(("east_police", "due_now")) == 2


def test_a_stranger_changes_no_deadline(task, story):
    for name in ("west_police", "east_teacher", "city_police", "east_township"):
        post = Post.objects.get(user=story.cast.people[name])
        with pytest.raises(Refused):
            pause_deadline(task, reason=PauseReason.FAMILY, until=at(10, 8).date(), by=post)
        with pytest.raises(Refused):
            extend_deadline(task, days=1, reason=ExtensionReason.COMPLEX, by=post)
    assert fresh(task).due_at == task.due_at


def test_holidays_that_become_known_move_what_was_counted_without_them(story, version, clock, working):
    clock(at(12, 30, 10))
    task = story.accept(story.report(danger_now="no"))
    assert task.due_at == at(1, 4, 17, 30, year=2027)
    assert deadline_of(task).unsure
    from portal.calendar.models import CalendarYear, SpecialDay

    SpecialDay.objects.create(day=at(1, 1, year=2027).date(), title="元旦")
    CalendarYear.objects.create(year=2027, source="通知")
    sweep()
    assert fresh(task).due_at == at(1, 5, 17, 30, year=2027)
    assert not deadline_of(task).unsure
    assert kinds(task.case)[-1] == "deadline_recounted"


def test_one_deadline_that_fails_keeps_no_other_from_being_looked_at(story, working, clock, monkeypatch):
    first, second = (story.accept(story.report(danger_now="no")) for _n in range(2))
    from workflows.services import escalating

    tell = escalating.tell

    def failing(case, task, rung, *, key):
        if task.pk == first.pk:
            raise RuntimeError("broken")
        return tell(case, task, rung, key=key)

    monkeypatch.setattr(escalating, "tell", failing)
    clock(at(10, 10, 9))
    sweep()
    assert ClimbedRung.objects.filter(deadline=second.pk).count() == 1
    assert ClimbedRung.objects.filter(deadline=first.pk).count() == 0
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "now", lambda: at(10, 10, 9, 6))
    sweep()
    assert ClimbedRung.objects.filter(deadline=first.pk).count() == 1


def test_notices_say_the_number_of_the_case_and_nothing_else(task, clock):
    clock(at(10, 31))
    sweep()
    notices = Notice.objects.filter(key__startswith="deadline:")
    assert notices.count() > 3
    assert all(set(notice.words) == {"number"} for notice in notices)
    assert all("小明" not in notice.sentence for notice in notices)


def test_the_worker_sweeps_at_each_beat(task, clock):
    clock(at(10, 9, 18))
    beats.beat()
    assert told(task) == [("east_police", "due_soon")]


def test_a_deadline_with_a_ladder_of_its_own_survives_the_editor(version):
    raw = WORKFLOW.model_dump(mode="json")
    ladder = [
        {"side": "before", "minutes": 30, "tell": ["holder"]},
        {"days": 2, "tell": ["leader", "above"], "mark": "red"},
    ]
    for deadline in ({"minutes": 90, "working": True}, {"days": 4}, {"days": 4, "working": True}):
        raw["states"][1]["tasks"][0]["deadline"] = {**deadline, "ladder": ladder}
        schema = type(WORKFLOW).model_validate(raw)
        assert builder.schema_of(builder.save_definition(schema, by=None)) == schema
