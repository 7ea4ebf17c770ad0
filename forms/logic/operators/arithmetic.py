"""+ - * div mod and the minus sign. With something empty or not a number the result is empty."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce

from forms.logic import moments, numbers
from forms.logic.operators.kinds import AMOUNTS, NUMBERS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import Kind, ValueType
from forms.logic.values import Value, number, operand

_MOMENTS = (ValueType.DATE, ValueType.DATE_TIME)


def _sum_kind(kinds: Sequence[Kind]) -> ValueType:
    return next((kind.type for kind in kinds if kind.type in _MOMENTS), ValueType.NUMBER)


def _difference_kind(kinds: Sequence[Kind]) -> ValueType:
    first, second = kinds[0].type, kinds[1].type
    return first if first in _MOMENTS and second not in _MOMENTS else ValueType.NUMBER


@operator("+", [AMOUNTS, AMOUNTS], _sum_kind, repeated=True, sign=True)
def plus(scope: Scope, first: Value, *others: Value) -> Value:
    """Numbers; or a moment and a number of days, which gives a moment. From left to right."""
    return reduce(lambda a, b: _plus(scope, a, b), others, first)


def _plus(scope: Scope, a: Value, b: Value) -> Value:
    x, y = operand(a, scope.zone), operand(b, scope.zone)
    if isinstance(x, Decimal) and isinstance(y, date):
        x, y = y, x
    if isinstance(x, date) and isinstance(y, Decimal):
        return moments.shifted(x, y, scope.zone)
    if isinstance(x, Decimal) and isinstance(y, Decimal):
        return numbers.add(x, y)
    return None


@operator("-", [AMOUNTS, AMOUNTS], _difference_kind, sign=True)
def minus(scope: Scope, a: Value, b: Value) -> Value:
    """Two numbers; two moments, which gives days; or a moment and a number of days, which gives a moment."""
    x, y = operand(a, scope.zone), operand(b, scope.zone)
    if x is None or y is None:
        return None
    if isinstance(x, date):
        if isinstance(y, date):
            return moments.between(x, y, scope.zone)
        return moments.shifted(x, y.copy_negate(), scope.zone)
    return None if isinstance(y, date) else numbers.subtract(x, y)


@operator("*", [NUMBERS, NUMBERS], ValueType.NUMBER, repeated=True, sign=True)
def times(scope: Scope, first: Value, *others: Value) -> Value:
    return reduce(lambda a, b: _of_numbers(scope, a, b, numbers.multiply), others, first)


@operator("div", [NUMBERS, NUMBERS], ValueType.NUMBER, sign=True)
def divided_by(scope: Scope, a: Value, b: Value) -> Value:
    """By zero: empty."""
    return _of_numbers(scope, a, b, numbers.divide)


@operator("mod", [NUMBERS, NUMBERS], ValueType.NUMBER, sign=True)
def modulo(scope: Scope, a: Value, b: Value) -> Value:
    return _of_numbers(scope, a, b, numbers.remainder)


@operator("neg", [NUMBERS], ValueType.NUMBER, sign=True)
def negative(scope: Scope, a: Value) -> Value:
    x = number(a, scope.zone)
    return None if x is None else numbers.subtract(Decimal(0), x)


def _of_numbers(scope: Scope, a: Value, b: Value, compute: Callable[[Decimal, Decimal], Decimal | None]) -> Value:
    x, y = number(a, scope.zone), number(b, scope.zone)
    return None if x is None or y is None else compute(x, y)
