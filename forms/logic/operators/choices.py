"""Asking what has been chosen."""

from decimal import Decimal

from forms.logic.operators.kinds import ANYTHING, CHOICES, NUMBERS, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Chosen, Column, Rows, Value, number, text


def _keys(value: Value) -> list[str]:
    """The chosen keys; a text is read as keys with spaces between, as ODK stores them."""
    return list(value) if isinstance(value, Chosen) else text(value).split(" ") if value is not None else []


@operator("selected", [CHOICES, TEXTS], ValueType.YES_NO)
def selected(scope: Scope, value: Value, key: Value) -> bool:
    return text(key).strip(" ") in _keys(value)


@operator("count-selected", [CHOICES], ValueType.NUMBER)
def count_selected(scope: Scope, value: Value) -> Decimal:
    return Decimal(sum(1 for key in _keys(value) if key))


@operator("selected-at", [CHOICES, NUMBERS], ValueType.TEXT)
def selected_at(scope: Scope, value: Value, place: Value) -> str | None:
    """The key at that place, counted from 0; empty where there is none."""
    keys, found = [key for key in _keys(value) if key], number(place, scope.zone)
    return keys[int(found)] if found is not None and 0 <= int(found) < len(keys) else None


@operator("not-empty", [ANYTHING], ValueType.YES_NO, of_columns=True)
def not_empty(scope: Scope, value: Value) -> bool:
    """Whether there is an answer; a table or column has one when it has a row."""
    return len(value) > 0 if isinstance(value, Column | Rows) else value is not None
