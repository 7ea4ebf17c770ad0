"""The answers of one form, in all its versions, as rows of tables. Pure: what may be read is told by the caller."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.compartments import sensitivity_of
from forms.fieldtypes import registry
from forms.fieldtypes.columns import Cell, Column
from forms.schema import FormSchema, Question, Sensitivity, Table
from portal.words import say

# In place of an answer that the reader may not read, given or not.
MASKED = "***"


@dataclass
class Sheet:
    """Labels by the key of the column, in order. `key` is of the table; "" is the form itself."""

    key: str
    title: str
    labels: dict[str, str] = field(default_factory=dict)


class Known:
    """What references are called, so that a thousand papers of one village ask for its name once."""

    MOST, LONGEST = 5_000, 40

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], Cell] = {}

    def cell(self, question: Question, column: Column, answer: Any, language: str) -> Cell:
        """Options are called by the version of the form; they and long texts are not kept."""
        if question.choices or not isinstance(answer, str) or len(answer) > self.LONGEST:
            return column.cell(answer, language)
        key = (f"{question.type}:{column.key}", answer)
        if key not in self._cells:
            if len(self._cells) >= self.MOST:
                self._cells.clear()
            self._cells[key] = column.cell(answer, language)
        return self._cells[key]


@dataclass(frozen=True)
class Tables:
    """Sheets for every question that any version asks; those of the newest come first. Never who reported."""

    sheets: tuple[Sheet, ...]
    known: Known = field(default_factory=Known)

    @classmethod
    def of(cls, versions: Iterable[FormSchema], *, language: str) -> "Tables":
        """`versions`: the newest first."""
        schemas = list(versions)
        main = Sheet("", say(schemas[0].title, language))
        tables: dict[str, Sheet] = {}
        for schema in schemas:
            for item in askable(schema):
                sheet = main
                if isinstance(item, Table):
                    sheet = tables.setdefault(item.key, Sheet(item.key, say(item.label, language)))
                for _question, column in columns_of(item):
                    sheet.labels.setdefault(column.key, say(column.label, language))
        return cls((main, *tables.values()))


def askable(schema: FormSchema) -> Iterator[Question | Table]:
    """What may stand in a table file at all: nothing that could tell who reported."""
    return (item for item in schema.fields() if sensitivity_of(item) != "reporter")


def columns_of(item: Question | Table) -> list[tuple[Question, Column]]:
    questions = item.columns if isinstance(item, Table) else (item,)
    return [(one, column) for one in questions for column in registry[one.type].export_columns(one)]


def rows_of(
    tables: Tables,
    sheet: Sheet,
    schema: FormSchema,
    answers: Mapping[str, Any],
    allowed: Collection[Sensitivity],
    language: str,
) -> Iterator[list[Cell]]:
    """The row of a submission in the sheet of the form; in the sheet of a table its rows, one masked row if any."""
    items = [item for item in askable(schema) if (item.key if isinstance(item, Table) else "") == sheet.key]
    if not sheet.key:
        cells: dict[str, Cell] = {}
        for item in items:
            cells |= _cells(tables, item, answers if sensitivity_of(item) in allowed else None, language)
        yield [cells.get(key) for key in sheet.labels]
        return
    for item in items:
        rows: list[Mapping[str, Any] | None] = [None]
        if sensitivity_of(item) in allowed:
            rows = list(answers.get(item.key) or [])
        for row in rows:
            cells = _cells(tables, item, row, language)
            yield [cells.get(key) for key in sheet.labels]


def _cells(tables: Tables, item: Question | Table, answers: Mapping[str, Any] | None, language: str) -> dict[str, Cell]:
    """By column; masked when there are no answers to be read."""
    if answers is None:
        return {column.key: MASKED for _question, column in columns_of(item)}
    return {
        column.key: tables.known.cell(question, column, answers.get(question.key), language)
        for question, column in columns_of(item)
    }
