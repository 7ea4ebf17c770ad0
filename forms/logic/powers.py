"""Roots, powers, exponentials and logarithms in integers, so that JavaScript computes the very same digits.

They work on integers of sixty places and are rounded to the twelve of the language at the end.
"""

from decimal import Decimal
from functools import lru_cache
from math import isqrt

from forms.logic import numbers
from forms.logic.numbers import ONE, divided

FINE = 10**60
_FINER = FINE // ONE
# e to a power beyond these is out of range, or nothing.
MOST_POWER, LEAST_POWER = 56 * FINE, -30 * FINE


def square_root(number: Decimal) -> Decimal | None:
    """Of a negative number: empty."""
    units = numbers.scaled(number)
    return None if units < 0 else numbers.from_scaled((isqrt(4 * units * ONE) + 1) // 2)


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """Of a negative number only whole powers; of zero no negative ones."""
    units, by = numbers.scaled(base), numbers.scaled(exponent)
    if by == 0:
        return Decimal(1)
    if units == 0:
        return Decimal(0) if by > 0 else None
    if by % ONE == 0:
        return _whole_power(units * _FINER, by // ONE)
    return _coarse(_exponential(divided(by * _logarithm(units), ONE))) if units > 0 else None


def exponential(number: Decimal) -> Decimal | None:
    return _coarse(_exponential(numbers.scaled(number) * _FINER))


def logarithm(number: Decimal) -> Decimal | None:
    """The natural one; only a positive number has one."""
    units = numbers.scaled(number)
    return _coarse(_logarithm(units)) if units > 0 else None


def logarithm_of_ten(number: Decimal) -> Decimal | None:
    units = numbers.scaled(number)
    return _coarse(divided(_logarithm(units) * FINE, _logarithm(10 * ONE))) if units > 0 else None


def _coarse(fine: int | None) -> Decimal | None:
    return None if fine is None else numbers.from_scaled(divided(fine, _FINER))


def _whole_power(base: int, exponent: int) -> Decimal | None:
    """By squaring. Growing beyond the range ends it, so a large exponent costs no more than its digits."""
    if exponent < 0:
        base, exponent = divided(FINE * FINE, base), -exponent
    result = FINE
    while True:
        if exponent % 2:
            result = divided(result * base, FINE)
        exponent //= 2
        if not exponent or not result:
            return _coarse(result)
        base = divided(base * base, FINE)
        if max(abs(base), abs(result)) >= numbers.LIMIT * _FINER:
            return None


def _exponential(fine: int) -> int | None:
    if fine >= MOST_POWER:
        return None
    if fine <= LEAST_POWER:
        return 0
    two = _logarithm(2 * ONE)
    # Python's // goes down, also below zero: what is left is at least 0 and less than ln 2.
    doublings = fine // two
    rest, term, total, step = fine - doublings * two, FINE, FINE, 0
    while term:
        step += 1
        term = divided(term * rest, FINE * step)
        total += term
    return total << doublings if doublings >= 0 else divided(total, 1 << -doublings)


@lru_cache(maxsize=64)
def _logarithm(units: int) -> int:
    """Of a positive number: halved or doubled until it is near 1, then a series."""
    near, doublings = units * _FINER, 0
    while near * 2 >= 3 * FINE:
        near, doublings = divided(near, 2), doublings + 1
    while near * 4 < 3 * FINE:
        near, doublings = near * 2, doublings - 1
    return _near_one(near) + doublings * _of_two() if doublings else _near_one(near)


@lru_cache(maxsize=1)
def _of_two() -> int:
    return 2 * _near_one(divided(4 * FINE, 3)) + _near_one(divided(9 * FINE, 8))


def _near_one(near: int) -> int:
    """2 · artanh((n - 1) / (n + 1)) as a sum of odd powers."""
    ratio = divided((near - FINE) * FINE, near + FINE)
    square, term, total, step = divided(ratio * ratio, FINE), ratio, 0, 1
    while term:
        total += divided(term, step)
        term, step = divided(term * square, FINE), step + 2
    return 2 * total
