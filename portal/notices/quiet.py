"""Quiet hours. Pure."""

from datetime import datetime, time, timedelta

from django.utils import timezone

MORNING = time(8)


def after_quiet(now: datetime, start: time | None, end: time | None) -> datetime:
    """`now`, or the end of the quiet hours that it lies in; they may go over midnight. Without both there are none."""
    if start is None or end is None or start == end:
        return now
    here = timezone.localtime(now)
    at = here.time()
    inside = start <= at < end if start < end else (at >= start or at < end)
    return _next(here, end) if inside else now


def end_of_slot(now: datetime, minutes: int) -> datetime:
    """What is told once in so many minutes is told at their end, so that nothing that came within them is left out."""
    seconds = 60 * minutes
    return datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, tz=now.tzinfo)


def next_morning(now: datetime) -> datetime:
    return _next(timezone.localtime(now), MORNING)


def _next(here: datetime, wanted: time) -> datetime:
    """The next time that a clock in this place shows it."""
    day = here.date() if here.time() < wanted else here.date() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, wanted))
