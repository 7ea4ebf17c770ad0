"""The values of the language and how one kind is read as another.

None is the empty value: no answer, a hidden field, a text of no length, a number that cannot be computed.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from forms.logic import moments, numbers
from forms.logic.types import ValueType


class Chosen(tuple[str, ...]):
    """The keys of a multiple choice."""

    __slots__ = ()


class Column(tuple[Any, ...]):
    """The values of one column in all rows of a table, or of a list that is no choice, the empty ones left out."""

    __slots__ = ()


class Rows(tuple[Mapping[str, Any], ...]):
    """The rows of a table."""

    __slots__ = ()


# What is a value already. Tuples, because making a union of types anew takes longer than all the rest of `typed`.
_VALUES = (Decimal, date, Chosen, Column, Rows)
_AS_THEY_ARE = (bool, str, Mapping)

Value = None | bool | Decimal | str | date | datetime | Chosen | Column | Rows | Mapping[str, Any]


def typed(answer: Any, zone: tzinfo, kind: ValueType = ValueType.ANY) -> Value:
    """The value of an answer in JSON. An answer that is not of its kind is empty. A value stays itself."""
    if isinstance(answer, _VALUES):
        return answer
    value = _plain(answer)
    if kind in (ValueType.DATE, ValueType.DATE_TIME):
        return _as_kind(moments.read(value, zone) if isinstance(value, str) else None, kind, zone)
    if kind is ValueType.NUMBER and not isinstance(value, Decimal):
        return numbers.read(value) if isinstance(value, str) else None
    if kind is ValueType.YES_NO and not isinstance(value, bool):
        return None
    if kind is ValueType.TEXT and not isinstance(value, str):
        return None
    if kind is ValueType.CHOICES and not isinstance(value, Chosen):
        return None
    return value


def _plain(answer: Any) -> Value:
    if answer is None or answer == "":
        return None
    if isinstance(answer, _AS_THEY_ARE):
        return answer
    if isinstance(answer, int):
        return numbers.of_whole(answer)
    if isinstance(answer, float):
        return numbers.settled(Decimal(repr(answer)))
    if isinstance(answer, list | tuple):
        return _several(answer)
    return None


def _several(answers: list[Any] | tuple[Any, ...]) -> Value:
    if not answers:
        return None
    if all(isinstance(answer, Mapping) for answer in answers):
        return Rows(answers)
    if any(isinstance(answer, bool | int | float) for answer in answers):
        cells = [_plain(answer) for answer in answers if not isinstance(answer, list | tuple | Mapping)]
        return Column(cell for cell in cells if cell is not None) or None
    return Chosen(answer for answer in answers if isinstance(answer, str) and answer) or None


def _as_kind(moment: moments.Moment | None, kind: ValueType, zone: tzinfo) -> Value:
    if moment is None or (kind is ValueType.DATE_TIME and isinstance(moment, datetime)):
        return moment
    if kind is ValueType.DATE:
        return moments.day_of(moment)
    return moments.at_seconds(moments.seconds(moment, zone), zone)


def truth(value: Value) -> bool:
    """Whether a condition with this value holds: empty, false and 0 do not."""
    return bool(value)


def text(value: Value) -> str:
    """As text: several values are joined with a space, the empty value has no length."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.write(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Chosen | Column):
        return " ".join(text(one) for one in value)
    return ""


def operand(value: Value, zone: tzinfo) -> Decimal | moments.Moment | None:
    """What arithmetic and ordering work on: a number or a moment; a text is read as one if it looks like one."""
    if isinstance(value, Column):
        return operand(value[0], zone) if len(value) == 1 else None
    if isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal | date):
        return value
    if isinstance(value, str | Chosen):
        words = text(value)
        number = numbers.read(words)
        return moments.read(words, zone) if number is None else number
    return None


def number(value: Value, zone: tzinfo) -> Decimal | None:
    """As a number; a moment is its days since 1970-01-01."""
    found = operand(value, zone)
    return moments.days(found) if isinstance(found, date) else found


def moment(value: Value, zone: tzinfo) -> moments.Moment | None:
    """As a moment; a number counts days since 1970-01-01."""
    found = operand(value, zone)
    return moments.at_day(numbers.scaled(found) // numbers.ONE) if isinstance(found, Decimal) else found


def to_json(value: Value) -> Any:
    """The value as JSON has it: whole numbers as integers, other numbers as floats, moments in ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return text(value)
    if isinstance(value, Chosen | Column):
        return [to_json(one) for one in value]
    if isinstance(value, Rows):
        return [to_json(row) for row in value]
    if isinstance(value, Mapping):
        # A row keeps what was given, as far as it is an answer at all.
        return {key: to_json(typed(cell, UTC)) for key, cell in value.items()}
    return value
