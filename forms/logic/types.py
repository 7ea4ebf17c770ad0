"""Kinds of value, and which kind the answer of each field type has."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forms.schema import Question


class ValueType(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    DATE_TIME = "date_time"
    CHOICES = "choices"
    TABLE = "table"
    # Known only when it is evaluated.
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a part of an expression gives: one value, or many (a column of a table)."""

    type: ValueType
    many: bool = False


Parts = Callable[[Question], Mapping[str, ValueType]]


class AnswerTypes(Mapping[str, ValueType]):
    """Field type → kind of its answers. The field types declare themselves when they are registered."""

    def __init__(self) -> None:
        self._types: dict[str, ValueType] = {}
        self._parts: dict[str, Parts] = {}

    def declare(self, field_type: str, result: ValueType, parts: Parts | None = None) -> None:
        """Raises ValueError when somebody else has declared that field type differently."""
        if self._types.setdefault(field_type, result) is not result:
            raise ValueError(f"field type {field_type!r} is declared twice")
        if parts is not None:
            self._parts[field_type] = parts

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        """The parts of an answer that formulas may name as ${key.part}, and their kinds. Broken settings give none."""
        try:
            return self._parts[question.type](question)
        except (KeyError, TypeError, AttributeError):
            return {}

    def __getitem__(self, field_type: str) -> ValueType:
        return self._types.get(field_type, ValueType.ANY)

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)


answer_types = AnswerTypes()
