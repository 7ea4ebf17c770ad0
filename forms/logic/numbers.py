"""Numbers of the language: decimals with twelve places, rounded half away from zero, below 10²⁴ in size.

They are scaled integers underneath, so that the JavaScript evaluator (BigInt) computes the very same digits.
A result out of range, a division by zero and anything that is not a number are None, the empty value.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

PLACES = 12
ONE = 10**PLACES
LIMIT = 10**24 * ONE
NUMERAL = re.compile(r"-?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})", re.ASCII)
_EXACT = Context(prec=120, rounding=ROUND_HALF_UP)


def scaled(number: Decimal) -> int:
    return int(_EXACT.to_integral_value(_EXACT.scaleb(number, PLACES)))


def from_scaled(units: int) -> Decimal | None:
    if abs(units) >= LIMIT:
        return None
    return _EXACT.scaleb(Decimal(units), -PLACES)


def settled(number: Decimal) -> Decimal | None:
    """The number rounded to the places the language has."""
    if not number.is_finite() or number.adjusted() > 30:
        return None
    return from_scaled(scaled(number))


@lru_cache(maxsize=2048)
def of_whole(number: int) -> Decimal | None:
    """The same of an integer. A table has hundreds of them, and few different ones."""
    return settled(Decimal(number)) if abs(number) < 10**30 else None


def read(text: str) -> Decimal | None:
    """`12`, `-3.50`, `.5`; spaces around are ignored, exponents and thousands separators are not numbers."""
    text = text.strip(" \t\r\n")
    return settled(Decimal(text)) if NUMERAL.fullmatch(text) else None


def write(number: Decimal) -> str:
    """Plain digits without trailing zeros."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def divided(dividend: int, divisor: int) -> int:
    """The quotient of integers, rounded half away from zero."""
    quotient = (2 * abs(dividend) + abs(divisor)) // (2 * abs(divisor))
    return quotient if (dividend < 0) == (divisor < 0) else -quotient


def add(a: Decimal, b: Decimal) -> Decimal | None:
    return from_scaled(scaled(a) + scaled(b))


def subtract(a: Decimal, b: Decimal) -> Decimal | None:
    return from_scaled(scaled(a) - scaled(b))


def multiply(a: Decimal, b: Decimal) -> Decimal | None:
    return from_scaled(divided(scaled(a) * scaled(b), ONE))


def divide(a: Decimal, b: Decimal) -> Decimal | None:
    return from_scaled(divided(scaled(a) * ONE, scaled(b))) if b else None


def remainder(a: Decimal, b: Decimal) -> Decimal | None:
    """What is left of `a`; it has the sign of `a`, as in XPath."""
    if not b:
        return None
    left = abs(scaled(a)) % abs(scaled(b))
    return from_scaled(left if a >= 0 else -left)


def whole(number: Decimal) -> Decimal:
    """Without its fraction: -2.5 is -2."""
    return Decimal(int(number))


def floored(number: Decimal) -> Decimal:
    """The whole number at or below."""
    return Decimal(scaled(number) // ONE)


def rounded(number: Decimal, places: Decimal) -> Decimal | None:
    """Half away from zero, to so many places; below zero to tens, hundreds …."""
    digits = PLACES - int(places)
    if digits <= 0:
        return number
    unit = 10 ** min(digits, 40)
    return from_scaled(divided(scaled(number), unit) * unit)
