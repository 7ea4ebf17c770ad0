"""Dates and times as people in China type them. Pure; the day of today is given, never asked of a clock."""

import re
from datetime import date, datetime, time, timedelta

from forms.fieldtypes.normalising import code

_DAY = re.compile(r"(?P<year>\d{4})(?:[-/.]|年)(?P<month>\d{1,2})(?:[-/.]|月)(?P<day>\d{1,2})日?", re.ASCII)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_NEAR = re.compile("今天|昨天|前天|today|yesterday", re.IGNORECASE)
_DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_HALF = "凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|am|pm"
_CLOCK = re.compile(
    rf"(?P<half>{_HALF})?(?P<hour>\d{{1,2}})(?::|时|点)(?:(?P<minute>\d{{1,2}})(?::\d{{2}}|分)?|(?P<half_hour>半))?(?P<after>am|pm)?",
    re.ASCII | re.IGNORECASE,
)
_LATER_HALF = frozenset({"下午", "傍晚", "晚上", "夜里", "pm"})
_EARLY_HALF = frozenset({"凌晨", "am"})


def read_day(text: str, *, today: date) -> date | None:
    """2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日, 昨天; None for anything else."""
    day, rest = _day(_squeezed(text), today)
    return day if not rest else None


def read_moment(text: str, *, today: date) -> datetime | None:
    """A day and a time of the day, without a zone: 2026-11-21T08:30, 2026年11月21日 下午3点半, 昨天 20:15."""
    day, rest = _day(_squeezed(text), today)
    clock = _time(rest.removeprefix("T").removeprefix("t")) if day else None
    return datetime.combine(day, clock) if day and clock else None


def read_time(text: str) -> time | None:
    """A time of the day: 08:30, 8点半, 下午3点20分, 3:20pm."""
    return _time(_squeezed(text))


def _squeezed(text: str) -> str:
    return "".join(code(text).split())


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day a text begins with, and the rest."""
    if near := _NEAR.match(text):
        return today - timedelta(days=_DAYS_AGO[near.group().lower()]), text[near.end() :]
    match = _DAY.match(text) or _DIGITS.match(text)
    if match is None:
        return None, text
    # The space between day and hour is gone: "2026-11-2108:30" has two digits too many for a day of "2108".
    try:
        return date(*(int(match[name]) for name in ("year", "month", "day"))), text[match.end() :]
    except ValueError:
        return None, text


def _time(text: str) -> time | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour = _hour(int(match["hour"]), (match["half"] or match["after"] or "").lower())
    minute = 30 if match["half_hour"] else int(match["minute"] or 0)
    return time(hour, minute) if 0 <= hour < 24 and minute < 60 else None


def _hour(hour: int, half: str) -> int:
    if (half in _LATER_HALF and hour < 12) or (half == "中午" and hour < 3):
        return hour + 12
    if half in _EARLY_HALF and hour == 12:
        return 0
    return hour
