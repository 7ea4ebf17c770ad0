"""Kinds of field by their key."""

from collections.abc import Iterator, Mapping

from forms.fieldtypes.base import FieldType
from forms.logic.types import AnswerTypes, answer_types


class FieldTypeRegistry(Mapping[str, FieldType]):
    """Also tells the expression language what kind of value each field type's answers are."""

    def __init__(self, results: AnswerTypes) -> None:
        self._types: dict[str, FieldType] = {}
        self._results = results

    def register(self, field_type: type[FieldType]) -> type[FieldType]:
        """A class decorator. Raises ValueError for a key that is taken."""
        if field_type.key in self._types:
            raise ValueError(f"field type {field_type.key!r} is registered twice")
        kind = self._types[field_type.key] = field_type()
        self._results.declare(field_type.key, kind.result_type, kind.parts)
        return field_type

    def __getitem__(self, key: str) -> FieldType:
        return self._types[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)


registry = FieldTypeRegistry(answer_types)
