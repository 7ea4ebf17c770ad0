"""How many of several conditions hold, against a least and a most; -1 is no limit."""

from decimal import Decimal

from forms.logic import numbers
from forms.logic.operators.kinds import CONDITIONS, NUMBERS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, number, truth

NO_LIMIT = Decimal(-1)


@operator("checklist", [NUMBERS, NUMBERS, CONDITIONS], ValueType.YES_NO, repeated=True)
def checklist(scope: Scope, least: Value, most: Value, *conditions: Value) -> bool | None:
    return _within(scope, Decimal(sum(map(truth, conditions))), least, most)


@operator("weighted-checklist", [NUMBERS, NUMBERS, CONDITIONS, NUMBERS], ValueType.YES_NO, repeated=True, period=2)
def weighted_checklist(scope: Scope, least: Value, most: Value, *pairs: Value) -> bool | None:
    """Each condition is followed by what it weighs. The weight of one that does not hold is not looked at."""
    total: Decimal | None = Decimal(0)
    for condition, weight in zip(pairs[::2], pairs[1::2], strict=True):
        summand = number(weight, scope.zone) if truth(condition) else Decimal(0)
        total = None if summand is None or total is None else numbers.add(total, summand)
    return None if total is None else _within(scope, total, least, most)


def _within(scope: Scope, total: Decimal, least: Value, most: Value) -> bool | None:
    bottom, top = number(least, scope.zone), number(most, scope.zone)
    if bottom is None or top is None:
        return None
    return (bottom == NO_LIMIT or bottom <= total) and (top == NO_LIMIT or total <= top)
