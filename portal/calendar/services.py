"""The calendar of a place, ready to count with."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.calendar.models import CalendarYear, OpeningTimes, SpecialDay
from portal.calendar.reckoning import OfficeHours, WorkCalendar
from portal.directory import codes

# Where nobody has said anything else.
USUAL = OfficeHours(date(2000, 1, 1), ((time(8, 30), time(12)), (time(14), time(17, 30))))


def calendar_for(area_code: str = "") -> WorkCalendar:
    """What holds at that place: the nearest of what was said for it, the places around it and everywhere."""
    around = codes.lineage(area_code) if codes.is_code(area_code) else []
    # Only what is counted with: there are some forty of these days in a year.
    days = _nearest_last(SpecialDay.objects.values_list("area_id", "day", "is_worked", named=True), around)
    times = OpeningTimes.objects.values_list(
        "area_id", "since", "opens", "break_from", "break_until", "closes", named=True
    )
    return WorkCalendar(
        zone=timezone.get_default_timezone(),
        hours=_hours(_nearest_last(times.order_by("since"), around)),
        days={row.day: row.is_worked for row in days},
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


def _nearest_last(rows: QuerySet[Any, Any], around: list[str]) -> list[Any]:
    """Rows that hold there, those of wider places before those of narrower ones."""
    found = rows.filter(Q(area=None) | Q(area__in=around))
    return sorted(found, key=lambda row: -around.index(row.area_id) if row.area_id else -len(around))


def _hours(rows: Iterable[Any]) -> tuple[OfficeHours, ...]:
    """Of the nearest place that has any: office hours of two places are not mixed."""
    listed = list(rows)
    nearest = [row for row in listed if row.area_id == listed[-1].area_id]
    hours = (OfficeHours(row.since, ((row.opens, row.break_from), (row.break_until, row.closes))) for row in nearest)
    return tuple(hours) or (USUAL,)
