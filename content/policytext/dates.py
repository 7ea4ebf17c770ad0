"""The date under a document, in every way it is written, the blank one too."""

import re
from datetime import date

from content.policytext.characters import numeral, positional

_DATE = re.compile(
    r"(?P<year>\d{4}|[一二三四五六七八九〇零○]{4})\s*年\s*(?P<month>\d{0,2}|[一二三四五六七八九十]{0,3})\s*月\s*"
    r"(?P<day>\d{0,2}|[一二三四五六七八九十]{0,3})\s*日"
)
_NUMERIC = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")


def is_date_line(text: str) -> bool:
    """Whether the line holds a date and nothing else; the day or month may be left blank."""
    return bool(_DATE.fullmatch(text.strip()))


def is_cut_date(before: str, after: str) -> bool:
    """Whether a date begins in the one text and ends in the other."""
    return any(found.start() < len(before) < found.end() for found in _DATE.finditer(before + after))


def read_date(text: str) -> date | None:
    """The first date in the text; None when there is none, when a part is blank, or when no calendar has it."""
    found = _DATE.search(text) or _NUMERIC.search(text)
    if not found:
        return None
    year, month, day = _year(found["year"]), _value(found["month"]), _value(found["day"])
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else positional(text)


def _value(text: str) -> int | None:
    return int(text) if text.isdigit() else numeral(text)
