"""Official holidays and make-up days, taken over from the package `chinesecalendar`."""

from collections.abc import Iterator
from datetime import date

from chinese_calendar import constants
from django.db import transaction
from django.utils import timezone

from portal.calendar.models import CalendarYear, SpecialDay

SOURCE = "chinesecalendar"
_TITLES = {holiday.value: holiday.chinese for holiday in constants.Holiday}


class NoSuchYear(LookupError):
    """The package has no days of that year: they are published in the November before, and a release follows."""


def years_on_offer() -> list[int]:
    return sorted({day.year for day in constants.holidays})


def import_year(year: int) -> int:
    """Write the year's days that hold everywhere and call it complete; returns how many days there are.

    Again it changes nothing. A day that was entered by hand for that date becomes what the package says; what was
    said for single places stays. Raises NoSuchYear.
    """
    days = {day: (is_worked, name) for day, is_worked, name in _days() if day.year == year}
    if not days:
        raise NoSuchYear(year)
    with transaction.atomic():
        for day, (is_worked, name) in days.items():
            values = {"is_worked": is_worked, "title": _TITLES[name]}
            SpecialDay.objects.update_or_create(day=day, area=None, defaults=values)
        # Last: who listens finds the days.
        CalendarYear.objects.update_or_create(year=year, defaults={"source": SOURCE})
    return len(days)


def import_missing() -> list[int]:
    """Take over this year and those to come that the package knows and nobody has entered; returns them."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    missing = [year for year in years_on_offer() if year >= timezone.localdate().year and year not in known]
    for year in missing:
        import_year(year)
    return missing


def _days() -> Iterator[tuple[date, bool, str]]:
    for is_worked, listed in ((False, constants.holidays), (True, constants.workdays)):
        for day, name in listed.items():
            yield day, is_worked, name
