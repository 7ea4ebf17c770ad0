"""round, floor, ceiling, abs. Of something empty or not a number: empty.

Never abs(…) or -…: Python rounds those to 28 digits.
"""

from decimal import Decimal

from forms.logic import numbers
from forms.logic.operators.kinds import NUMBERS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, number


@operator("round", [NUMBERS, NUMBERS], ValueType.NUMBER, optional=1)
def rounded(scope: Scope, value: Value, places: Value = Decimal(0)) -> Decimal | None:
    """Half away from zero; places below zero round to tens, hundreds …."""
    found, digits = number(value, scope.zone), number(places, scope.zone)
    return None if found is None or digits is None else numbers.rounded(found, digits)


@operator("floor", [NUMBERS], ValueType.NUMBER)
def floor(scope: Scope, value: Value) -> Decimal | None:
    found = number(value, scope.zone)
    return None if found is None else numbers.floored(found)


@operator("ceiling", [NUMBERS], ValueType.NUMBER)
def ceiling(scope: Scope, value: Value) -> Decimal | None:
    found = number(value, scope.zone)
    return None if found is None else numbers.subtract(Decimal(0), numbers.floored(found.copy_negate()))


@operator("abs", [NUMBERS], ValueType.NUMBER)
def absolute(scope: Scope, value: Value) -> Decimal | None:
    found = number(value, scope.zone)
    return None if found is None else found.copy_abs()
