"""The second way to write a condition: rows of field, comparison and value, joined by "and" or "or"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.logic import moments, numbers
from forms.logic.errors import ExpressionError
from forms.logic.formatting import quoted
from forms.logic.types import ValueType, answer_types

Comparison = Literal["is", "is_not", "less", "at_most", "more", "at_least", "answered", "not_answered", "contains"]

COMPARISONS: dict[str, Promise] = {
    "is": _("is"),
    "is_not": _("is not"),
    "less": _("is less than / before"),
    "at_most": _("is at most / not after"),
    "more": _("is more than / after"),
    "at_least": _("is at least / not before"),
    "contains": _("contains"),
    "answered": _("is answered"),
    "not_answered": _("is not answered"),
}
_SIGNS = {"is": "=", "is_not": "!=", "less": "<", "at_most": "<=", "more": ">", "at_least": ">="}
_YES = frozenset({"true", "yes", "1", "是", "对"})
_NO = frozenset({"false", "no", "0", "否", "不是"})


@dataclass(frozen=True)
class Row:
    """`field` is a key, or table.column; `type` the field type's key; `value` as the author wrote it."""

    field: str
    type: str
    comparison: str
    value: str = ""


def formula_of(rows: Sequence[Row], joined_by: Literal["and", "or"] = "and") -> str:
    """The formula that says the same; "" for no rows. Raises ExpressionError for a value the field cannot have."""
    return f" {joined_by} ".join(_condition(row) for row in rows)


def _condition(row: Row) -> str:
    reference = "${" + row.field + "}"
    if row.comparison == "answered":
        return f"not-empty({reference})"
    if row.comparison == "not_answered":
        return f"not(not-empty({reference}))"
    kind = answer_types[row.type]
    if kind is ValueType.CHOICES:
        return _of_choices(row, reference)
    if row.comparison == "contains":
        return f"contains({reference}, {quoted(row.value)})"
    return f"{reference} {_sign(row)} {LITERALS.get(kind, quoted)(row.value.strip())}"


def _of_choices(row: Row, reference: str) -> str:
    chosen = f"selected({reference}, {quoted(row.value.strip())})"
    if row.comparison in ("is", "contains"):
        return chosen
    if row.comparison == "is_not":
        return f"not({chosen})"
    raise ExpressionError(_("A multiple choice has no order; ask whether it contains an option."))


def _sign(row: Row) -> str:
    sign = _SIGNS.get(row.comparison)
    if sign is None:
        raise ExpressionError(_("This comparison does not exist."))
    return sign


def _number(value: str) -> str:
    number = numbers.read(value)
    if number is None:
        raise ExpressionError(_("Compare a number with a number, for example 18."))
    return numbers.write(number)


def _yes_no(value: str) -> str:
    if value.lower() in _YES | _NO:
        return "true()" if value.lower() in _YES else "false()"
    raise ExpressionError(_("Compare yes/no with “yes” or “no”."))


def _date(value: str) -> str:
    return value if value in ("today()", "now()") else f"date({_moment(value)})"


def _date_time(value: str) -> str:
    return value if value in ("today()", "now()") else f"date-time({_moment(value)})"


def _moment(value: str) -> str:
    if moments.read(value, UTC) is None:
        raise ExpressionError(_("Write a date as 2026-11-21, a time as 2026-11-21T08:30, or today()."))
    return quoted(value)


LITERALS: dict[ValueType, Callable[[str], str]] = {
    ValueType.NUMBER: _number,
    ValueType.YES_NO: _yes_no,
    ValueType.DATE: _date,
    ValueType.DATE_TIME: _date_time,
}
