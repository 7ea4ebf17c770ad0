"""The calendar of a place, ready to count with."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.calendar.models import CalendarYear, OpeningTimes, SpecialDay
from portal.calendar.reckoning import OfficeHours, WorkCalendar
from portal.directory import codes

# Where nobody has said anything else.
USUAL = OfficeHours(date(2000, 1, 1), ((time(8, 30), time(12)), (time(14), time(17, 30))))


def calendar_for(area_code: str = "") -> WorkCalendar:
    """What holds at that place: the nearest of what was said for it, the places around it and everywhere."""
    return calendars_for([area_code])[area_code]


def calendars_for(area_codes: Iterable[str]) -> dict[str, WorkCalendar]:
    """The calendars of several places, for as few questions as that of one."""
    around = {code: codes.lineage(code) if codes.is_code(code) else [] for code in area_codes}
    here = Q(area=None) | Q(area__in={upper for lineage in around.values() for upper in lineage})
    # Only what is counted with: there are some forty of these days in a year.
    days: list[Any] = list(SpecialDay.objects.filter(here).values_list("area_id", "day", "is_worked", named=True))
    hours = ("area_id", "since", "opens", "break_from", "break_until", "closes")
    times: list[Any] = list(OpeningTimes.objects.filter(here).order_by("since").values_list(*hours, named=True))
    years = frozenset(CalendarYear.objects.values_list("year", flat=True))
    return {
        code: WorkCalendar(
            zone=timezone.get_default_timezone(),
            hours=_hours(_nearest_last(times, lineage)),
            days={row.day: row.is_worked for row in _nearest_last(days, lineage)},
            years=years,
        )
        for code, lineage in around.items()
    }


def _nearest_last(rows: Iterable[Any], around: list[str]) -> list[Any]:
    """Rows that hold there, those of wider places before those of narrower ones."""
    found = [row for row in rows if row.area_id is None or row.area_id in around]
    return sorted(found, key=lambda row: -around.index(row.area_id) if row.area_id else -len(around))


def _hours(rows: Iterable[Any]) -> tuple[OfficeHours, ...]:
    """Of the nearest place that has any: office hours of two places are not mixed."""
    listed = list(rows)
    nearest = [row for row in listed if row.area_id == listed[-1].area_id]
    hours = (OfficeHours(row.since, ((row.opens, row.break_from), (row.break_until, row.closes))) for row in nearest)
    return tuple(hours) or (USUAL,)
