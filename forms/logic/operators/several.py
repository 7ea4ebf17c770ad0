"""Functions of columns and of lists of values. What is empty is left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date
from decimal import Decimal

from forms.logic import moments, numbers
from forms.logic.operators.kinds import AMOUNTS, ANYTHING, NUMBERS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.operators.texts import joined
from forms.logic.scope import Scope
from forms.logic.types import Kind, ValueType
from forms.logic.values import Chosen, Column, Rows, Value, number, operand, text, typed


def _flat(values: Iterable[Value]) -> list[Value]:
    flat: list[Value] = []
    for value in values:
        flat.extend(value if isinstance(value, Column | Chosen | Rows) else [value])
    return [value for value in flat if value is not None]


@operator("count", [ANYTHING], ValueType.NUMBER, repeated=True, of_columns=True)
def count(scope: Scope, *values: Value) -> Decimal:
    """Rows of a table, values of a column, answers in a list."""
    return Decimal(len(_flat(values)))


@operator("count-non-empty", [ANYTHING], ValueType.NUMBER, repeated=True, of_columns=True)
def count_non_empty(scope: Scope, *values: Value) -> Decimal:
    """As count, but a row in which nothing is answered does not count."""
    return Decimal(sum(1 for value in _flat(values) if not isinstance(value, Mapping) or _has_answer(value)))


def _has_answer(row: Mapping[str, object]) -> bool:
    return any(typed(cell, UTC) is not None for cell in row.values())


@operator("join", [TEXTS, ANYTHING], ValueType.TEXT, repeated=True, of_columns=True)
def join(scope: Scope, separator: Value, *values: Value) -> str | None:
    """What is not empty, with the separator between."""
    return joined(text(separator), [words for value in _flat(values) if (words := text(value))])


@operator("sum", [NUMBERS], ValueType.NUMBER, repeated=True, of_columns=True)
def total(scope: Scope, *values: Value) -> Decimal | None:
    """The sum of nothing is 0. Something that is no number makes the sum empty."""
    result: Decimal | None = Decimal(0)
    for value in _flat(values):
        summand = number(value, scope.zone)
        if summand is None or result is None:
            return None
        result = numbers.add(result, summand)
    return result


def _first_kind(kinds: Sequence[Kind]) -> ValueType:
    return kinds[0].type


@operator("min", [AMOUNTS], _first_kind, repeated=True, of_columns=True)
def least(scope: Scope, *values: Value) -> Value:
    return _extreme(scope, values, 1)


@operator("max", [AMOUNTS], _first_kind, repeated=True, of_columns=True)
def most(scope: Scope, *values: Value) -> Value:
    return _extreme(scope, values, -1)


def _extreme(scope: Scope, values: Sequence[Value], sign: int) -> Value:
    """The first of the smallest (or largest); numbers and moments together are compared as days."""
    found = [operand(value, scope.zone) for value in _flat(values)]
    known = [value for value in found if value is not None]
    if not known or len(known) < len(found):
        return None
    all_moments = all(isinstance(value, date) for value in known)
    return min(known, key=lambda value: sign * _rank(value, scope, all_moments))


def _rank(value: Decimal | moments.Moment, scope: Scope, all_moments: bool) -> Decimal | int:
    if isinstance(value, Decimal):
        return value
    return moments.seconds(value, scope.zone) if all_moments else moments.days(value)
