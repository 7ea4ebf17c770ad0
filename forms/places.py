"""Naming one answer of a submission: a question by its key, a cell of a table as `table.2.column`. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.schema import FormSchema, Question, Table


@dataclass(frozen=True)
class Place:
    """`row` counts from one; 0 and "" for a question outside of tables."""

    field: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        return f"{self.field}.{self.row}.{self.column}" if self.row else self.field

    @classmethod
    def read(cls, written: str) -> "Place":
        """Raises ValueError."""
        field, in_table, rest = written.partition(".")
        if not in_table:
            return cls(field)
        row, _dot, column = rest.partition(".")
        if not (row.isascii() and row.isdecimal() and int(row) and column):
            raise ValueError(written)
        return cls(field, int(row), column)

    def item(self, schema: FormSchema) -> Question | Table:
        """The question, or the table the cell is in. Raises KeyError."""
        return schema.field(self.field)

    def question(self, schema: FormSchema) -> Question:
        """Raises KeyError for what the form does not ask."""
        item = self.item(schema)
        asked = [item] if isinstance(item, Question) else item.columns
        wanted = self.column or self.field
        for question in asked:
            if question.key == wanted and bool(self.row) == isinstance(item, Table):
                return question
        raise KeyError(str(self))

    def answer(self, answers: Mapping[str, Any]) -> Any:
        """What stands there; None for nothing."""
        if not self.row:
            return answers.get(self.field)
        rows = self._rows(answers)
        return rows[self.row - 1].get(self.column) if self.row <= len(rows) else None

    def put(self, answers: dict[str, Any], value: Any) -> None:
        """Write it there, in rows of their own. What lies outside of the table is passed over."""
        rows = [dict(row) for row in self._rows(answers)]
        if not self.row:
            answers[self.field] = value
        elif self.row <= len(rows):
            rows[self.row - 1][self.column] = value
            answers[self.field] = rows

    def _rows(self, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
        found = answers.get(self.field)
        return found if self.row and isinstance(found, list) else []


def places(schema: FormSchema, answers: Mapping[str, Any]) -> Iterator[Place]:
    """Every answer that there is or could be: each question, and each cell of the rows that are there."""
    for item in schema.fields():
        if isinstance(item, Question):
            yield Place(item.key)
            continue
        for row in range(1, len(answers.get(item.key) or []) + 1):
            yield from (Place(item.key, row, column.key) for column in item.columns)
