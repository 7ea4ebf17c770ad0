"""Days as the portal's clock has them."""

from calendar import monthrange
from datetime import date, datetime, time

from django.utils import timezone


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        return date(1900, 1, 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
