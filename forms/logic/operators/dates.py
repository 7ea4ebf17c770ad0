"""Dates and times as text and as numbers."""

from decimal import Decimal

from forms.logic import dateformat, moments, numbers
from forms.logic.operators.kinds import MOMENTS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, moment, text


@operator("format-date", [MOMENTS, TEXTS, TEXTS], ValueType.TEXT, optional=1)
def format_date(scope: Scope, value: Value, pattern: Value, language: Value = "zh") -> str | None:
    """Raises ExpressionError for a pattern that means nothing."""
    found = moment(value, scope.zone)
    if found is None:
        return None
    return dateformat.written(found, text(pattern), text(language)) or None


operator("format-date-time", [MOMENTS, TEXTS, TEXTS], ValueType.TEXT, optional=1)(format_date)


@operator("decimal-date-time", [MOMENTS], ValueType.NUMBER)
def decimal_date_time(scope: Scope, value: Value) -> Decimal | None:
    """Days since 1970-01-01 on the portal's clock, hours as a fraction."""
    found = moment(value, scope.zone)
    return None if found is None else moments.days(found)


@operator("decimal-time", [MOMENTS], ValueType.NUMBER)
def decimal_time(scope: Scope, value: Value) -> Decimal | None:
    """The part of the day that is over: noon is 0.5."""
    days = decimal_date_time(scope, value)
    return None if days is None else numbers.subtract(days, numbers.floored(days))


@operator("age-at", [MOMENTS, MOMENTS], ValueType.NUMBER, optional=1)
def age_at(scope: Scope, born: Value, *day: Value) -> Decimal | None:
    """Birthdays between two days, the second today unless it is given. Who is born later has no age."""
    first = moment(born, scope.zone)
    last = moment(day[0], scope.zone) if day else scope.today()
    return None if first is None or last is None else moments.years(moments.day_of(first), moments.day_of(last))
