"""Counting in working time. Pure: days, hours and moments, no models.

Two measures. *Time*: so many minutes of office hours; whatever lies outside of them does not count. *Days*: so many
working days; the day on which it begins is not counted, and the last one ends when the office closes (so counts the
Civil Code, articles 201 and 203).

All moments are aware. Within a day they are the clock on the wall: right for every place whose clock never changes,
as that of China.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
SATURDAY = 5

Span = tuple[datetime, datetime]


class Counted(NamedTuple):
    """A moment, and the years on the way to it whose holidays are not known: there, Monday to Friday were counted."""

    at: datetime
    unknown_years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class OfficeHours:
    """From that day on, until the next ones. `spans`: one after the other, the last one ends when the office closes."""

    since: date
    spans: tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class WorkCalendar:
    """`days`: those that differ from the week, with whether they are worked. `years`: those whose holidays are known.

    `hours`: the oldest first; before them the oldest hold too.
    """

    zone: tzinfo
    hours: tuple[OfficeHours, ...]
    days: Mapping[date, bool] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        for row in self.hours:
            edges = [edge for span in row.spans for edge in span]
            if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
                raise ValueError("office hours go forward through the day")
        if not self.hours:
            raise ValueError("a calendar has office hours")

    def is_working_day(self, day: date) -> bool:
        return self.days.get(day, day.weekday() < SATURDAY)

    def closing(self, day: date) -> datetime:
        """When the office closes, on a day that is worked."""
        return self._spans(day)[-1][1]

    def add_time(self, start: datetime, amount: timedelta) -> Counted:
        """The moment at which so much working time has gone by."""
        left = amount
        if not left:
            return Counted(start)
        for opens, closes in self._forward(start):
            if left <= closes - opens:
                return Counted(opens + left, self._unknown(start, opens + left))
            left -= closes - opens
        raise OverflowError

    def subtract_time(self, end: datetime, amount: timedelta) -> Counted:
        """The moment from which on so much working time goes by until the end: the last such moment."""
        left = amount
        if not left:
            return Counted(end)
        for opens, closes in self._backward(end):
            if left <= closes - opens:
                return Counted(closes - left, self._unknown(closes - left, end))
            left -= closes - opens
        raise OverflowError

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between; none when the end comes first."""
        total = timedelta()
        for opens, closes in self._forward(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def add_days(self, start: datetime, days: int) -> Counted:
        """When the office closes on so many working days after this one. With 0 days: at its next closing."""
        day, left = self._local(start).date(), days
        if not left and not (self.is_working_day(day) and start <= self.closing(day)):
            left = 1
        while left:
            day += ONE_DAY
            left -= self.is_working_day(day)
        due = self.closing(day)
        return Counted(due, self._unknown(start, due))

    def subtract_days(self, end: datetime, days: int) -> Counted:
        """When the office closes on so many working days before the day of the end. `days` is 1 or more."""
        day, left = self._local(end).date(), days
        while left:
            day -= ONE_DAY
            left -= self.is_working_day(day)
        before = self.closing(day)
        return Counted(before, self._unknown(before, end))

    def days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of the start, up to and with that of the end."""
        day, last = self._local(start).date(), self._local(end).date()
        return sum(self.is_working_day(day + ONE_DAY * n) for n in range(1, (last - day).days + 1))

    def _unknown(self, first: datetime, last: datetime) -> frozenset[int]:
        return frozenset(range(self._local(first).year, self._local(last).year + 1)) - self.years

    def _forward(self, start: datetime) -> Iterator[Span]:
        """What is left of the office hours from there on, without end."""
        day = self._local(start).date()
        while True:
            for opens, closes in self._spans(day) if self.is_working_day(day) else ():
                if closes > start:
                    yield max(opens, start), closes
            day += ONE_DAY

    def _backward(self, end: datetime) -> Iterator[Span]:
        day = self._local(end).date()
        while True:
            for opens, closes in reversed(self._spans(day)) if self.is_working_day(day) else ():
                if opens < end:
                    yield opens, min(closes, end)
            day -= ONE_DAY

    def _spans(self, day: date) -> list[Span]:
        rows = [row for row in self.hours if row.since <= day] or [self.hours[0]]
        moment = partial(datetime.combine, day, tzinfo=self.zone)
        return [(moment(opens), moment(closes)) for opens, closes in rows[-1].spans]

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)
