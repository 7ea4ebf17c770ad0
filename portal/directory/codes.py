"""Area codes: twelve digits, province 2, prefecture 4, county 6, township 9, village 12 significant ones.

Source: the national statistical division code. Administrative zones without a national code get a local one
of the same shape.
"""

from enum import IntEnum

CODE_LENGTH = 12


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


def is_code(value: str) -> bool:
    return len(value) == CODE_LENGTH and value.isascii() and value.isdigit() and value[:2] != "00"


def level_of(code: str) -> Level:
    """The level a code speaks of. Raises ValueError for anything that is not a twelve-digit code."""
    if not is_code(code):
        raise ValueError(f"not an area code: {code!r}")
    return next(level for level, digits in SIGNIFICANT_DIGITS.items() if not code[digits:].strip("0"))


def prefix(code: str) -> str:
    """The significant digits: what every code inside the area begins with."""
    return code[: SIGNIFICANT_DIGITS[level_of(code)]]


def at_level(code: str, level: Level) -> str:
    """The code of the enclosing area at that level; a code already above it stays as it is."""
    return code[: SIGNIFICANT_DIGITS[min(level, level_of(code))]].ljust(CODE_LENGTH, "0")


def lineage(code: str) -> list[str]:
    """The code itself and every code above it, the narrowest first."""
    return [at_level(code, level) for level in sorted(Level, reverse=True) if level <= level_of(code)]


def bounds(code: str) -> tuple[str, str]:
    """First code inside the area and first code behind it, for an index range scan."""
    digits = prefix(code)
    if not digits.strip("9"):
        # Behind the last code of all there is none of twelve digits.
        return digits.ljust(CODE_LENGTH, "0"), "9" * (CODE_LENGTH + 1)
    return digits.ljust(CODE_LENGTH, "0"), f"{int(digits) + 1:0{len(digits)}d}".ljust(CODE_LENGTH, "0")
