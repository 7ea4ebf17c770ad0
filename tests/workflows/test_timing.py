"""What a definition asks of a deadline, and when each rung of its ladder comes. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from portal.calendar.reckoning import OfficeHours, WorkCalendar
from workflows import timing
from workflows.schema import STANDARD_LADDER, Deadline, Rung

HERE = ZoneInfo("Asia/Shanghai")
HOURS = OfficeHours(date(2000, 1, 1), ((time(8, 30), time(12)), (time(14), time(17, 30))))
OCTOBER = WorkCalendar(
    HERE, (HOURS,), {**{date(2026, 10, day): False for day in range(1, 8)}, date(2026, 10, 10): True}, frozenset({2026})
)


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ({"minutes": 60}, at(9, 30, 18)),
        ({"days": 3}, at(10, 3, 17)),
        ({"minutes": 60, "working": True}, at(10, 8, 9)),
        ({"days": 3, "working": True}, at(10, 10, 17, 30)),
    ],
)
def test_a_deadline_is_counted_as_the_definition_says(asked, due):
    counting = timing.counting(Deadline(**asked), urgent=False)
    assert timing.count(OCTOBER, counting, at(9, 30, 17)).at == due


def test_danger_does_not_wait_for_the_office_to_open():
    deadline = Deadline(days=3, working=True, urgent_minutes=30)
    counting = timing.counting(deadline, urgent=True)
    assert timing.count(OCTOBER, counting, at(10, 3, 2)).at == at(10, 3, 2, 30)
    sooner = timing.counting(Deadline(days=10, working=True, urgent_days=2), urgent=True)
    assert timing.count(OCTOBER, sooner, at(10, 3, 2)).at == at(10, 5, 2)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"minutes": 5, "days": 1},
        {"minutes": 0},
        {"days": 10_000},
        {"days": 1, "urgent_days": 1, "urgent_minutes": 5},
    ],
)
def test_a_deadline_says_how_long_and_says_it_once(wrong):
    with pytest.raises(ValidationError):
        Deadline(**wrong)


def test_rungs_are_counted_in_the_time_of_their_deadline():
    began, due = at(9, 28, 9), at(9, 30, 17, 30)
    found = timing.plan(OCTOBER, "working_days", STANDARD_LADDER, began=began, due=due)
    assert [rung.at for rung in found] == [at(9, 29, 17, 30), due, at(10, 8, 17, 30), at(10, 10, 17, 30)]
    found = timing.plan(OCTOBER, "clock", STANDARD_LADDER, began=began, due=due)
    assert [rung.at for rung in found] == [at(9, 29, 17, 30), due, at(10, 1, 17, 30), at(10, 3, 17, 30)]


def test_a_reminder_that_would_come_before_the_task_is_left_out():
    ladder = (Rung(side="before", days=1), Rung(side="before", minutes=10), Rung())
    found = timing.plan(OCTOBER, "clock", ladder, began=at(9, 1, 9), due=at(9, 1, 10))
    assert [rung.number for rung in found] == [1, 2]


def test_what_is_left_is_what_was_added():
    for measure, amount in [("clock", timedelta(hours=5)), ("office_hours", timedelta(hours=5))]:
        due = timing.count(OCTOBER, timing.Counting(measure, amount), at(9, 30, 10)).at
        assert timing.left(OCTOBER, measure, at(9, 30, 10), due) == amount
    assert timing.left(OCTOBER, "working_days", at(9, 30, 10), at(10, 9, 17, 30)) == timedelta(days=2)
