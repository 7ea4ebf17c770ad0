"""How deadlines and the rungs of their ladders are counted. Pure: definitions, a calendar and moments."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from portal.calendar.reckoning import Counted, OfficeHours, WorkCalendar
from workflows.schema import Deadline, Length, Rung

Measure = Literal["clock", "office_hours", "working_days"]

# For who counts no working time.
WEEK = WorkCalendar(ZoneInfo("Asia/Shanghai"), (OfficeHours(date(2000, 1, 1), ((time(8, 30), time(17, 30)),)),))


class Counting(NamedTuple):
    """How much, of what. Of working days an amount is so many whole days."""

    measure: Measure
    amount: timedelta


class PlannedRung(NamedTuple):
    at: datetime
    # Its place in the ladder.
    number: int


def counting(deadline: Deadline, *, urgent: bool) -> Counting:
    """What the definition asks for. In danger the clock counts: it does not wait for an office to open."""
    if urgent and (deadline.urgent_minutes or deadline.urgent_days):
        return Counting("clock", timedelta(minutes=deadline.urgent_minutes or 0, days=deadline.urgent_days or 0))
    return measured(deadline)


def measured(length: Length) -> Counting:
    if length.days is not None:
        return Counting("working_days" if length.working else "clock", timedelta(days=length.days))
    return Counting("office_hours" if length.working else "clock", timedelta(minutes=length.minutes or 0))


def ladder_of(deadline: Deadline, *, urgent: bool) -> tuple[Rung, ...]:
    return deadline.urgent_ladder if urgent else deadline.ladder


def count(calendar: WorkCalendar, counting: Counting, start: datetime) -> Counted:
    """When it is due that begins there."""
    match counting.measure:
        case "clock":
            return Counted(start + counting.amount)
        case "office_hours":
            return calendar.add_time(start, counting.amount)
        case "working_days":
            return calendar.add_days(start, counting.amount.days)


def left(calendar: WorkCalendar, measure: Measure, now: datetime, due: datetime) -> timedelta:
    """How much of the measure is left; none when it is over."""
    match measure:
        case "clock":
            return max(due - now, timedelta())
        case "office_hours":
            return calendar.time_between(now, due)
        case "working_days":
            return timedelta(days=calendar.days_between(now, due))


def plan(
    calendar: WorkCalendar, measure: Measure, ladder: Sequence[Rung], *, began: datetime, due: datetime
) -> list[PlannedRung]:
    """When each rung is to be climbed, the earliest first. A reminder that would come before the task is left out."""
    planned = [PlannedRung(_time_of(calendar, measure, rung, due), number) for number, rung in enumerate(ladder)]
    return sorted(one for one in planned if ladder[one.number].side == "after" or one.at > began)


def _time_of(calendar: WorkCalendar, measure: Measure, rung: Rung, due: datetime) -> datetime:
    minutes, days = timedelta(minutes=rung.minutes), rung.days
    if measure == "clock":
        away = minutes + timedelta(days=days)
        return due + away if rung.side == "after" else due - away
    if rung.side == "after":
        due = calendar.add_days(due, days).at if days else due
        return calendar.add_time(due, minutes).at
    due = calendar.subtract_days(due, days).at if days else due
    return calendar.subtract_time(due, minutes).at
