"""Days as the portal's clock has them."""

from datetime import date, datetime, time

from django.utils import timezone


def beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
