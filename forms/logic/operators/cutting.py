"""Parts of texts, and texts with other characters. Places count characters from 0."""

from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase

from forms.logic.operators.kinds import ANYTHING, NUMBERS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, number, text

# Also the wide one of Chinese keyboards.
SPACES = " \t\r\n\u3000"
_SPACES_TO_ONE = str.maketrans(dict.fromkeys(SPACES, " "))
_TO_UPPER = str.maketrans(ascii_lowercase, ascii_uppercase)
_TO_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


@operator("substr", [ANYTHING, NUMBERS, NUMBERS], ValueType.TEXT, optional=1)
def substring(scope: Scope, value: Value, *places: Value) -> str | None:
    """From one place up to, not including, the other; places below zero count from the end."""
    words = text(value)
    found = [_place(number(place, scope.zone), len(words)) for place in places]
    if None in found:
        return None
    first, behind = found if len(found) > 1 else (*found, len(words))
    return words[first:behind] or None


def _place(found: Decimal | None, length: int) -> int | None:
    if found is None:
        return None
    place = int(found)
    return min(max(place + length if place < 0 else place, 0), length)


@operator("substring-before", [ANYTHING, TEXTS], ValueType.TEXT)
def substring_before(scope: Scope, value: Value, mark: Value) -> str | None:
    before, found, _after = text(value).partition(sign) if (sign := text(mark)) else ("", "", "")
    return before if found and before else None


@operator("substring-after", [ANYTHING, TEXTS], ValueType.TEXT)
def substring_after(scope: Scope, value: Value, mark: Value) -> str | None:
    """Behind nothing is everything, as in XPath."""
    return (text(value).partition(sign)[2] if (sign := text(mark)) else text(value)) or None


@operator("normalize-space", [ANYTHING], ValueType.TEXT)
def normalize_space(scope: Scope, value: Value) -> str | None:
    words = text(value).translate(_SPACES_TO_ONE).split(" ")
    return " ".join(word for word in words if word) or None


@operator("translate", [ANYTHING, TEXTS, TEXTS], ValueType.TEXT)
def translate(scope: Scope, value: Value, old: Value, new: Value) -> str | None:
    """Each character of the second text becomes the one at its place in the third, or goes when there is none."""
    replacements = text(new)
    table: dict[int, str] = {}
    for place, sign in enumerate(text(old)):
        table.setdefault(ord(sign), replacements[place : place + 1])
    return text(value).translate(table) or None


@operator("upper-case", [ANYTHING], ValueType.TEXT)
def upper_case(scope: Scope, value: Value) -> str | None:
    """Of the Latin letters a to z only: what other letters become differs between programs."""
    return text(value).translate(_TO_UPPER) or None


@operator("lower-case", [ANYTHING], ValueType.TEXT)
def lower_case(scope: Scope, value: Value) -> str | None:
    return text(value).translate(_TO_LOWER) or None
