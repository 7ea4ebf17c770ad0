"""Roots, powers, exponentials and logarithms, exact to the last of the twelve places."""

from collections.abc import Callable
from decimal import Decimal

from forms.logic import powers
from forms.logic.operators.kinds import NUMBERS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, number

PI = Decimal("3.141592653590")


@operator("pow", [NUMBERS, NUMBERS], ValueType.NUMBER)
def power(scope: Scope, base: Value, exponent: Value) -> Decimal | None:
    x, y = number(base, scope.zone), number(exponent, scope.zone)
    return None if x is None or y is None else powers.power(x, y)


@operator("exp10", [NUMBERS], ValueType.NUMBER)
def power_of_ten(scope: Scope, value: Value) -> Decimal | None:
    return _of_number(scope, value, lambda exponent: powers.power(Decimal(10), exponent))


@operator("sqrt", [NUMBERS], ValueType.NUMBER)
def square_root(scope: Scope, value: Value) -> Decimal | None:
    return _of_number(scope, value, powers.square_root)


@operator("exp", [NUMBERS], ValueType.NUMBER)
def exponential(scope: Scope, value: Value) -> Decimal | None:
    return _of_number(scope, value, powers.exponential)


@operator("log", [NUMBERS], ValueType.NUMBER)
def logarithm(scope: Scope, value: Value) -> Decimal | None:
    return _of_number(scope, value, powers.logarithm)


@operator("log10", [NUMBERS], ValueType.NUMBER)
def logarithm_of_ten(scope: Scope, value: Value) -> Decimal | None:
    return _of_number(scope, value, powers.logarithm_of_ten)


@operator("pi", [], ValueType.NUMBER)
def pi(scope: Scope) -> Decimal:
    return PI


def _of_number(scope: Scope, value: Value, compute: Callable[[Decimal], Decimal | None]) -> Decimal | None:
    found = number(value, scope.zone)
    return None if found is None else compute(found)
