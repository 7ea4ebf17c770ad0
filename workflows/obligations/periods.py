"""Which periods there are, when what is owed in one is due, and which one a day counts for. Pure.

Days are days on the calendar of the portal's zone. A period begins on `first`; `behind` is the first day after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.calendar.reckoning import WorkCalendar
from workflows.measuring.period import Period
from workflows.obligations.schema import Every, ObligationSchema
from workflows.timing import Measure, PlannedRung, plan

ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
# A reminder that is counted in days comes in the morning, when somebody reads it.
MORNING = time(8)
# Under this key stand all records of an obligation that ends on a day of theirs.
ALL = "all"
_WEEK = re.compile(r"(20\d\d)-W(0[1-9]|[1-4]\d|5[0-3])")


@dataclass(frozen=True)
class Span:
    """`key`: 2026-W48, 2026-11, 2026-Q4, 2026; of an expiry the day itself, 2026-11-30."""

    key: str
    first: date
    behind: date

    @property
    def last(self) -> date:
        return self.behind - ONE_DAY


@dataclass(frozen=True)
class Term:
    """When it stands in the inbox, and until when it is in time."""

    span: Span
    appears_at: datetime
    due_at: datetime


def span_at(every: Every, day: date) -> Span:
    """The period in which the day lies. Weeks begin on Monday."""
    if every == "week":
        monday = day - ONE_DAY * day.weekday()
        year, week, _day = monday.isocalendar()
        return Span(f"{year}-W{week:02d}", monday, monday + 7 * ONE_DAY)
    return _of_months(Period.around(day, every))


def read(key: str) -> Span | None:
    """The period of that key; None for what is none."""
    if found := _WEEK.fullmatch(key):
        try:
            return span_at("week", date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            return None
    period = Period.read(key)
    return _of_months(period) if period else None


def spans(every: Every, first: date, last: date) -> Iterator[Span]:
    """Those in which any of these days lies, in order."""
    span = span_at(every, first)
    while span.first <= last:
        yield span
        span = span_at(every, span.behind)


def before(every: Every, span: Span) -> Span:
    return span_at(every, span.first - ONE_DAY)


def is_owed(schema: ObligationSchema, span: Span, since: date) -> bool:
    """Whether a record that is under the obligation since that day owes it in that period."""
    if since <= span.first:
        return True
    return (span.behind - since).days >= schema.least_days and since < span.behind


def term(schema: ObligationSchema, span: Span, calendar: WorkCalendar) -> Term:
    """Of a period."""
    due = _closing(calendar, span, schema.grace_days) if schema.working else None
    due = due or _end_of(span.last + ONE_DAY * schema.grace_days, calendar)
    return Term(span, _shown(schema, span.first, due, calendar), due)


def expiring(schema: ObligationSchema, day: date, calendar: WorkCalendar) -> Term:
    """Of a record that says that day in the field `expiry`."""
    last = day - ONE_DAY * schema.days_before
    due = _end_of(last, calendar)
    if schema.working:
        while not calendar.is_working_day(last):
            last -= ONE_DAY
        due = calendar.closing(last)
    shown = _shown(schema, date.min, due, calendar) if schema.shown_days is not None else _start_of(last, calendar)
    return Term(Span(day.isoformat(), _day(shown, calendar), day + ONE_DAY), shown, due)


def counted_in(schema: ObligationSchema, day: date, calendar: WorkCalendar) -> list[Span]:
    """The periods for which something that was done on that day can count, the earliest first."""
    if not schema.every:
        return []
    here = span_at(schema.every, day)
    earlier = before(schema.every, here)
    in_grace = schema.grace_days and day <= _day(term(schema, earlier, calendar).due_at, calendar)
    return [earlier, here] if in_grace else [here]


def rungs(schema: ObligationSchema, found: Term, calendar: WorkCalendar) -> list[PlannedRung]:
    """When somebody is to hear of it, the earliest first."""
    measure: Measure = "working_days" if schema.working else "clock"
    planned = plan(calendar, measure, schema.ladder, began=found.appears_at, due=found.due_at)
    return sorted(PlannedRung(_heard(schema, one, calendar), one.number) for one in planned)


def _heard(schema: ObligationSchema, planned: PlannedRung, calendar: WorkCalendar) -> datetime:
    rung = schema.ladder[planned.number]
    by_days = rung.side == "before" and not rung.minutes
    return datetime.combine(_day(planned.at, calendar), MORNING, calendar.zone) if by_days else planned.at


def _of_months(period: Period) -> Span:
    return Span(str(period), period.first, period.behind)


def _shown(schema: ObligationSchema, first: date, due: datetime, calendar: WorkCalendar) -> datetime:
    if schema.shown_days is None:
        return _start_of(first, calendar)
    if schema.working and schema.shown_days:
        day = _day(calendar.subtract_days(due, schema.shown_days).at, calendar)
    else:
        day = _day(due, calendar) - ONE_DAY * schema.shown_days
    return _start_of(max(first, day), calendar)


def _closing(calendar: WorkCalendar, span: Span, grace_days: int) -> datetime | None:
    """When the office closes on the last working day, so many working days later; None where none is worked."""
    if grace_days:
        return calendar.add_days(_end_of(span.last, calendar), grace_days).at
    worked = (span.behind - ONE_DAY * n for n in range(1, (span.behind - span.first).days + 1))
    day = next((day for day in worked if calendar.is_working_day(day)), None)
    return calendar.closing(day) if day else None


def _day(moment: datetime, calendar: WorkCalendar) -> date:
    return moment.astimezone(calendar.zone).date()


def _start_of(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, time(), calendar.zone)


def _end_of(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, LAST_SECOND, calendar.zone)
