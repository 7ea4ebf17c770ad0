"""The number at the head of a clause: 一、 （一） ㈠ 1. ⒈ （1） ⑴ ①."""

import re
from dataclasses import dataclass

from content.policytext.characters import as_numeral, numeral

# A dash is what some scanners read for 一.
_NUMERAL = r"(?:[一二三四五六七八九十]{1,3}|[—―─](?![—―─]))"
_PATTERNS = (
    (1, re.compile(rf"(?P<printed>(?P<chinese>{_NUMERAL})\s*[、.．])")),
    (2, re.compile(rf"(?P<printed>[（(]\s*(?P<chinese>{_NUMERAL})\s*[）)]、?)")),
    (2, re.compile(r"(?P<printed>(?P<sign>[㈠-㈩])[、.．]?)")),
    (3, re.compile(r"(?P<printed>(?P<digits>\d{1,2})\s*(?:[.．](?!\d)|、))")),
    (3, re.compile(r"(?P<printed>(?P<sign>[⒈-⒛]))")),
    (4, re.compile(r"(?P<printed>[（(]\s*(?P<digits>\d{1,2})\s*[）)])")),
    (4, re.compile(r"(?P<printed>(?P<digits>\d{1,2})[）)])")),
    (4, re.compile(r"(?P<printed>(?P<sign>[⑴-⒇]))")),
    (4, re.compile(r"(?P<printed>(?P<sign>[①-⑳]))")),
)
_FIRST_SIGN = (("㈠", "㈩"), ("⒈", "⒛"), ("⑴", "⒇"), ("①", "⑳"))


@dataclass(frozen=True)
class Marker:
    """A level from 1 to 4, the value, the number as printed, and what follows it."""

    level: int
    value: int
    printed: str
    rest: str


def read_marker(text: str) -> Marker | None:
    """The clause number that the text begins with, or None."""
    for level, pattern in _PATTERNS:
        found = pattern.match(text)
        value = _value(found.groupdict()) if found else None
        if found and value:
            return Marker(level, value, found["printed"].strip(), text[found.end() :].strip())
    return None


def path_part(level: int, value: int) -> str:
    """How a number is written in the id of a clause, whichever sign the document used."""
    if level == 1:
        return as_numeral(value)
    if level == 2:
        return f"（{as_numeral(value)}）"
    return str(value) if level == 3 else f"({value})"


def _value(found: dict[str, str | None]) -> int | None:
    if chinese := found.get("chinese"):
        return numeral(chinese) or 1
    if digits := found.get("digits"):
        return int(digits)
    sign = found.get("sign") or ""
    return next((ord(sign) - ord(first) + 1 for first, last in _FIRST_SIGN if first <= sign <= last), None)
