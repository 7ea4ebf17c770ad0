"""Dates and date-times: reading ISO 8601, counting in days since 1970-01-01. Years 1000 to 9999, whole seconds."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal

from forms.logic import numbers

Moment = date | datetime

EPOCH = date(1970, 1, 1)
EPOCH_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400
FIRST_DAY, LAST_DAY = (date(1000, 1, 1) - EPOCH).days, (date(9999, 12, 30) - EPOCH).days
_DATE = re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATE_TIME = re.compile(
    r"([1-9][0-9]{3}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?(Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?",
    re.ASCII,
)


def read(text: str, zone: tzinfo) -> Moment | None:
    """A date, or a date-time in that zone; one written without an offset is meant in that zone."""
    text = text.strip(" \t\r\n")
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return day if day <= EPOCH + timedelta(days=LAST_DAY) else None
        if match := _DATE_TIME.fullmatch(text):
            return _read_date_time(match, zone)
    except (ValueError, OverflowError):
        return None
    return None


def _read_date_time(match: re.Match[str], zone: tzinfo) -> datetime | None:
    moment = datetime.fromisoformat("T".join(match.group(1, 2)) + (match.group(3) or ""))
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return at_seconds(seconds(moment, zone), zone)


def day_of(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def seconds(moment: Moment, zone: tzinfo) -> int:
    """Since 1970-01-01T00:00Z; a date is the moment its day begins in that zone."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    return (moment.astimezone(UTC) - EPOCH_MOMENT) // timedelta(seconds=1)


def at_seconds(count: int, zone: tzinfo) -> datetime | None:
    if not FIRST_DAY < count // DAY < LAST_DAY:
        return None
    return (EPOCH_MOMENT + timedelta(seconds=count)).astimezone(zone)


def at_day(count: int) -> date | None:
    return EPOCH + timedelta(days=count) if FIRST_DAY <= count <= LAST_DAY else None


def days(moment: Moment) -> Decimal:
    """Since 1970-01-01 on the clock of the moment's own zone; hours are a fraction of the day."""
    count = (day_of(moment) - EPOCH).days
    if isinstance(moment, datetime):
        clock = moment.hour * 3600 + moment.minute * 60 + moment.second
        return _days_of_seconds(count * DAY + clock)
    return Decimal(count)


def between(later: Moment, earlier: Moment, zone: tzinfo) -> Decimal:
    """Days from the earlier to the later: whole between two dates, real time passed when one is a date-time."""
    if isinstance(later, datetime) or isinstance(earlier, datetime):
        return _days_of_seconds(seconds(later, zone) - seconds(earlier, zone))
    return Decimal((later - earlier).days)


def years(first: date, last: date) -> Decimal | None:
    """Birthdays from the first day to the last; None when the last is earlier."""
    count = last.year - first.year - ((last.month, last.day) < (first.month, first.day))
    return Decimal(count) if last >= first else None


def shifted(moment: Moment, by: Decimal, zone: tzinfo) -> Moment | None:
    """That many days later. A date counts whole days only."""
    units = numbers.scaled(by)
    if isinstance(moment, datetime):
        return at_seconds(seconds(moment, zone) + numbers.divided(units * DAY, numbers.ONE), zone)
    return at_day((moment - EPOCH).days + units // numbers.ONE)


def _days_of_seconds(count: int) -> Decimal:
    result = numbers.from_scaled(numbers.divided(count * numbers.ONE, DAY))
    assert result is not None  # noqa: S101  # nosec B101 -- four-digit years stay far below the limit
    return result
