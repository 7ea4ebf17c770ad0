"""= != < <= > >=. Ordering something empty is undecided (empty); a column holds when one of its values does."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from forms.logic import moments
from forms.logic.operators.kinds import AMOUNTS, ANYTHING
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Column, Value, operand, text, truth


@operator("=", [ANYTHING, ANYTHING], ValueType.YES_NO, sign=True)
def equal(scope: Scope, a: Value, b: Value) -> bool:
    return any(_same(scope, x, y) for x in _each(a) for y in _each(b))


@operator("!=", [ANYTHING, ANYTHING], ValueType.YES_NO, sign=True)
def unequal(scope: Scope, a: Value, b: Value) -> bool:
    return any(not _same(scope, x, y) for x in _each(a) for y in _each(b))


@operator("<", [AMOUNTS, AMOUNTS], ValueType.YES_NO, sign=True)
def less(scope: Scope, a: Value, b: Value) -> bool | None:
    return _ordered(scope, a, b, lambda x, y: x < y)


@operator("<=", [AMOUNTS, AMOUNTS], ValueType.YES_NO, sign=True)
def at_most(scope: Scope, a: Value, b: Value) -> bool | None:
    return _ordered(scope, a, b, lambda x, y: x <= y)


@operator(">", [AMOUNTS, AMOUNTS], ValueType.YES_NO, sign=True)
def more(scope: Scope, a: Value, b: Value) -> bool | None:
    return _ordered(scope, a, b, lambda x, y: x > y)


@operator(">=", [AMOUNTS, AMOUNTS], ValueType.YES_NO, sign=True)
def at_least(scope: Scope, a: Value, b: Value) -> bool | None:
    return _ordered(scope, a, b, lambda x, y: x >= y)


def _each(value: Value) -> tuple[Any, ...]:
    return value if isinstance(value, Column) else (value,)


def _same(scope: Scope, a: Value, b: Value) -> bool:
    """Empty equals only empty. Beside yes/no, a number or a moment, the other value is read as that."""
    if a is None or b is None:
        return a is b
    if isinstance(a, bool) or isinstance(b, bool):
        return truth(a) is truth(b)
    if isinstance(a, Decimal | date) or isinstance(b, Decimal | date):
        ranks = _ranks(scope, a, b)
        return ranks is not None and ranks[0] == ranks[1]
    return text(a) == text(b)


def _ordered(scope: Scope, a: Value, b: Value, holds: Callable[[Any, Any], bool]) -> bool | None:
    undecided = False
    for x in _each(a):
        for y in _each(b):
            ranks = _ranks(scope, x, y)
            if ranks is None:
                undecided = True
            elif holds(*ranks):
                return True
    return None if undecided else False


def _ranks(scope: Scope, a: Value, b: Value) -> tuple[Decimal | int, Decimal | int] | None:
    """Two numbers that lie to each other as the values do; None when one of them cannot be ordered."""
    x, y = operand(a, scope.zone), operand(b, scope.zone)
    if x is None or y is None:
        return None
    if isinstance(x, date) and isinstance(y, date):
        return moments.seconds(x, scope.zone), moments.seconds(y, scope.zone)
    return _number(x), _number(y)


def _number(value: Decimal | date) -> Decimal:
    return moments.days(value) if isinstance(value, date) else value
