"""What stands in a step, ready to be drawn: questions, tables, notes, each knowing whether it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField

from forms.models import StoredFile
from forms.schema import Note, Question, Table


@dataclass
class QuestionPart:
    question: Question
    shown: bool
    required: bool
    # None for a computed value and for files, which are drawn from `text` and `files`.
    bound: BoundField | None = None
    text: str = ""
    files: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    # How many files may be added still; None for a question that takes none.
    room: int | None = None

    kind = "question"

    @property
    def anchor(self) -> str:
        return f"field-{self.bound.html_name}" if self.bound is not None else f"field-{self.question.key}"


@dataclass
class RowPart:
    """One row of a table, or with number None the pattern that a script copies."""

    number: int | None
    label: str
    parts: list[QuestionPart]


@dataclass
class TablePart:
    table: Table
    shown: bool
    rows: list[RowPart]
    pattern: RowPart
    may_grow: bool
    errors: list[str] = field(default_factory=list)

    kind = "table"

    @property
    def anchor(self) -> str:
        return f"field-{self.table.key}"


@dataclass
class NotePart:
    note: Note
    shown: bool

    kind = "note"


Part = QuestionPart | TablePart | NotePart


def asked(parts: list[Part]) -> Iterator[tuple[str, Any]]:
    """Anchor and errors of everything that is asked and shown, for the summary of errors."""
    for part in parts:
        if isinstance(part, NotePart) or not part.shown:
            continue
        yield part.anchor, part
        if isinstance(part, TablePart):
            for row in part.rows:
                yield from ((cell.anchor, cell) for cell in row.parts if cell.shown)
