"""Casts, and the moment an expression is asked at."""

from decimal import Decimal

from forms.logic import moments, numbers
from forms.logic.operators.kinds import ANYTHING
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, moment, text, truth
from forms.logic.values import number as as_number


@operator("number", [ANYTHING], ValueType.NUMBER)
def number(scope: Scope, value: Value) -> Decimal | None:
    """A moment is its days since 1970-01-01; what is no number is empty."""
    return as_number(value, scope.zone)


@operator("int", [ANYTHING], ValueType.NUMBER)
def integer(scope: Scope, value: Value) -> Decimal | None:
    """Without the fraction: int(-2.5) is -2."""
    found = as_number(value, scope.zone)
    return None if found is None else numbers.whole(found)


@operator("string", [ANYTHING], ValueType.TEXT)
def string(scope: Scope, value: Value) -> str | None:
    return text(value) or None


@operator("boolean", [ANYTHING], ValueType.YES_NO)
def boolean(scope: Scope, value: Value) -> bool:
    """Whether there is something that is not false, 0 or empty; the text 'false' is something."""
    return truth(value)


@operator("boolean-from-string", [ANYTHING], ValueType.YES_NO)
def boolean_from_string(scope: Scope, value: Value) -> bool:
    """Whether it reads “true” or 1."""
    return text(value) in ("true", "1")


@operator("date", [ANYTHING], ValueType.DATE)
def date(scope: Scope, value: Value) -> Value:
    """The day of a date-time, of a text in ISO 8601, or that many days after 1970-01-01."""
    found = moment(value, scope.zone)
    return None if found is None else moments.day_of(found)


@operator("date-time", [ANYTHING], ValueType.DATE_TIME)
def date_time(scope: Scope, value: Value) -> Value:
    """A date is the moment its day begins."""
    found = moment(value, scope.zone)
    return None if found is None else moments.at_seconds(moments.seconds(found, scope.zone), scope.zone)


@operator("today", [], ValueType.DATE)
def today(scope: Scope) -> Value:
    return scope.today()


@operator("now", [], ValueType.DATE_TIME)
def now(scope: Scope) -> Value:
    return scope.asked_at()
