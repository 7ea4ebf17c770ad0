"""Durations of ISO 8601 (`PT4H`, `P3D`), as timers of BPMN say them, and the deadlines of workflows."""

import re

from workflows.schema import LONGEST_DAYS, LONGEST_MINUTES, Deadline

_PATTERN = re.compile(
    r"P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?"
)
DAYS_OF_A_YEAR, DAYS_OF_A_MONTH = 365, 30


def said(deadline: Deadline) -> str:
    """How long the deadline is. Whether office hours count, ISO 8601 has no word for."""
    if deadline.days is not None:
        return f"P{deadline.days}D"
    hours, minutes = divmod(deadline.minutes or 0, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")


def understood(text: str) -> tuple[dict[str, int], bool] | None:
    """`minutes` or `days` of a deadline, and whether that is exactly what is written; None when it is no duration."""
    match = _PATTERN.fullmatch(text.strip())
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    whole = years * DAYS_OF_A_YEAR + months * DAYS_OF_A_MONTH + weeks * 7 + days
    exact = not (years or months or seconds)
    if not (hours or minutes or seconds):
        return ({"days": whole}, exact) if 1 <= whole <= LONGEST_DAYS else None
    total = (whole * 24 + hours) * 60 + minutes + (1 if seconds else 0)
    return ({"minutes": total}, exact) if total <= LONGEST_MINUTES else None
