"""Citizen identity numbers by GB 11643: six digits of area, eight of birth, three of order, one check character."""

import re
from datetime import date

_SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def check_character(first_seventeen: str) -> str:
    """The eighteenth character, by ISO 7064 MOD 11-2."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11]


def is_valid(number: str) -> bool:
    """Eighteen characters with X as a capital, a day of birth that exists, the right check character."""
    return (
        _SHAPE.fullmatch(number) is not None
        and _birth(number) is not None
        and check_character(number[:17]) == number[17]
    )


def birth_date(number: str) -> date:
    """Raises ValueError for a number that is not valid."""
    born = _birth(number) if is_valid(number) else None
    if born is None:
        raise ValueError("not an identity number")
    return born


def _birth(number: str) -> date | None:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born.year >= 1850 else None
