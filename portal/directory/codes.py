"""Area codes: twelve digits, province 2, prefecture 4, county 6, township 9, village 12 significant ones.

Source: the national statistical division code, which numbers townships and villages 001 to 599. A place without a
national code (a development zone, a farm, a hamlet counted apart) gets a local one: 901 to 999 in the digits of the
township, or in those of the village. No national list can ever hold such a code, and it lies where it belongs: a zone
across several counties stands directly under its prefecture, with 00 for the county (330100901000).
"""

import unicodedata
from collections.abc import Collection
from enum import IntEnum

CODE_LENGTH = 12
LOCAL_NUMBERS = range(901, 1000)


class Level(IntEnum):
    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWNSHIP = 4
    VILLAGE = 5


SIGNIFICANT_DIGITS = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}

# By the number of digits before the zeros at the end. A national list asks for the level of 600,000 codes.
_LEVELS = [
    next(level for level, digits in SIGNIFICANT_DIGITS.items() if digits >= written)
    for written in range(CODE_LENGTH + 1)
]


def is_code(value: str) -> bool:
    return len(value) == CODE_LENGTH and value.isascii() and value.isdigit() and value[:2] != "00"


def complete(typed: str) -> str:
    """The twelve digits somebody means: full-width digits, spaces, and a code cut after its significant digits.

    Raises ValueError for anything else.
    """
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    code = digits.ljust(CODE_LENGTH, "0") if len(digits) in SIGNIFICANT_DIGITS.values() else digits
    if not is_code(code):
        raise ValueError(f"not an area code: {typed!r}")
    return code


def level_of(code: str) -> Level:
    """The level a code speaks of. Raises ValueError for anything that is not a twelve-digit code."""
    if not is_code(code):
        raise ValueError(f"not an area code: {code!r}")
    return _LEVELS[len(code.rstrip("0"))]


def prefix(code: str) -> str:
    """The significant digits: what every code inside the area begins with."""
    return code[: SIGNIFICANT_DIGITS[level_of(code)]]


def at_level(code: str, level: Level) -> str:
    """The code of the enclosing area at that level; a code already above it stays as it is."""
    return code[: SIGNIFICANT_DIGITS[min(level, level_of(code))]].ljust(CODE_LENGTH, "0")


def lineage(code: str) -> list[str]:
    """The code itself and every code above it, the narrowest first, each once."""
    level = level_of(code)
    around = (code[: SIGNIFICANT_DIGITS[each]].ljust(CODE_LENGTH, "0") for each in reversed(Level) if each <= level)
    return list(dict.fromkeys(around))


def bounds(code: str) -> tuple[str, str]:
    """First code inside the area and first code behind it, for an index range scan."""
    digits = prefix(code)
    if not digits.strip("9"):
        # Behind the last code of all there is none of twelve digits.
        return digits.ljust(CODE_LENGTH, "0"), "9" * (CODE_LENGTH + 1)
    return digits.ljust(CODE_LENGTH, "0"), f"{int(digits) + 1:0{len(digits)}d}".ljust(CODE_LENGTH, "0")


def is_local(code: str) -> bool:
    """Whether the portal gave that code itself, for the place or for the zone it lies in."""
    return int(code[6:9]) in LOCAL_NUMBERS or int(code[9:12]) in LOCAL_NUMBERS


def next_local(parent: str, taken: Collection[str]) -> str:
    """The first local code below an area that is not taken: of a village in a township, else of a zone.

    Raises ValueError below a province or a village, where there is no room for one, and when all are taken.
    """
    level = level_of(parent)
    if level not in (Level.PREFECTURE, Level.COUNTY, Level.TOWNSHIP):
        raise ValueError(f"no local codes below {parent!r}")
    stem = parent[:9] if level == Level.TOWNSHIP else parent[:6]
    for number in LOCAL_NUMBERS:
        code = f"{stem}{number}".ljust(CODE_LENGTH, "0")
        if code not in taken:
            return code
    raise ValueError(f"all local codes below {parent!r} are taken")
