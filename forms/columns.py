"""The answers of one form, in all its versions, as rows of tables. Pure: what may be read is told by the caller."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.compartments import sensitivity_of
from forms.fieldtypes import registry
from forms.fieldtypes.columns import Cell, Column
from forms.fieldtypes.steady import Same
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


@dataclass(frozen=True, slots=True)
class Part:
    """A question or table of one version, with what a file needs to know of it."""

    item: Question | Table
    sensitivity: Sensitivity
    columns: list[tuple[Question, Column]]


@dataclass(frozen=True)
class Tables:
    """Sheets for every question that any version asks; those of the newest come first. Never who reported."""

    sheets: tuple[Sheet, ...]
    known: Known = field(default_factory=Known)
    _parts: dict[Same, dict[str, list[Part]]] = field(default_factory=dict)

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

    def parts(self, schema: FormSchema, sheet: Sheet) -> list[Part]:
        """What of a version stands in that sheet; looked up once for all its papers."""
        if (found := self._parts.get(Same(schema))) is None:
            found = self._parts[Same(schema)] = {}
            for item in askable(schema):
                key = item.key if isinstance(item, Table) else ""
                found.setdefault(key, []).append(Part(item, sensitivity_of(item), columns_of(item)))
        return found.get(sheet.key, [])


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
    parts = tables.parts(schema, sheet)
    if not sheet.key:
        cells: dict[str, Cell] = {}
        for part in parts:
            cells |= _cells(tables, part, answers if part.sensitivity in allowed else None, language)
        yield [cells.get(key) for key in sheet.labels]
        return
    for part in parts:
        rows: list[Mapping[str, Any] | None] = [None]
        if part.sensitivity in allowed:
            rows = list(answers.get(part.item.key) or [])
        for row in rows:
            cells = _cells(tables, part, row, language)
            yield [cells.get(key) for key in sheet.labels]


def _cells(tables: Tables, part: Part, answers: Mapping[str, Any] | None, language: str) -> dict[str, Cell]:
    """By column; masked when there are no answers to be read."""
    if answers is None:
        return {column.key: MASKED for _question, column in part.columns}
    return {
        column.key: tables.known.cell(question, column, answers.get(question.key), language)
        for question, column in part.columns
    }
