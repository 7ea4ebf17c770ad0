"""What stands in a step, ready to be drawn: questions, tables, notes, each knowing whether it is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.forms import BoundField, Form
from django.utils.safestring import SafeString

from forms.schema import Group, Note, Question, Table
from portal.words import spoken

# Stands for the number of a row in the pattern that a script copies.
PATTERN = "__row__"


@dataclass
class QuestionPart:
    question: Question
    shown: bool
    required: bool
    # The form with its field. A computed value and files have none: they are drawn from `text` and `files`.
    form: Form | None = None
    text: str = ""
    errors: list[str] = field(default_factory=list)
    # Of a question for files: those that are there, how many more may come, and the endings taken.
    files: list[Any] = field(default_factory=list)
    room: int | None = None
    accept: str = ""
    # Draws it from what was drawn before; nothing when it has to be drawn by itself.
    press: "Callable[[QuestionPart], SafeString | None] | None" = None

    kind = "question"

    @property
    def bound(self) -> BoundField | None:
        """Its field, to be drawn at once: rows of a table share one, which says of the last whether it is needed."""
        if self.form is None:
            return None
        bound = self.form[self.question.key]
        # So that the look's own field component marks what is optional.
        bound.field.required = self.required
        return bound

    @property
    def pressed(self) -> SafeString | None:
        return self.press(self) if self.press else None

    @property
    def anchor(self) -> str:
        return f"field-{self.bound.html_name}" if self.bound is not None else f"field-{self.question.key}"


class Draws(Protocol):
    def cell(self, part: QuestionPart, number: int | str) -> SafeString: ...

    def row(self, row: "RowPart") -> SafeString: ...


@dataclass
class RowPart:
    """One row of a table, or with number None the pattern that a script copies."""

    number: int | None
    label: str
    parts: list[QuestionPart]
    press: Draws

    @property
    def written(self) -> int | str:
        """Its number as it stands in names."""
        return PATTERN if self.number is None else self.number

    @property
    def cells(self) -> list[SafeString]:
        return [self.press.cell(part, self.written) for part in self.parts]

    @property
    def drawn(self) -> SafeString:
        return self.press.row(self)


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
    def drawn(self) -> SafeString:
        """All rows but the pattern."""
        # Each of them comes from a template.
        return SafeString("".join(row.drawn for row in self.rows))  # nosec B703

    @property
    def anchor(self) -> str:
        return f"field-{self.table.key}"


@dataclass
class NotePart:
    note: Note
    shown: bool

    kind = "note"


Leaf = QuestionPart | TablePart | NotePart


@dataclass
class GroupPart:
    group: Group
    shown: bool
    parts: list[Leaf]

    kind = "group"


Part = Leaf | GroupPart


@dataclass(frozen=True)
class ShownProblem:
    """One line of the summary of errors."""

    href: str
    label: str
    sentence: str


def problems_shown(parts: list[Part]) -> Iterator[ShownProblem]:
    """Everything that is wrong on this page, in order, leading to its place."""
    for part in leaves(parts):
        if isinstance(part, NotePart) or not part.shown:
            continue
        label = spoken(part.table.label if isinstance(part, TablePart) else part.question.label)
        yield from _lines(part, label)
        for row in part.rows if isinstance(part, TablePart) else ():
            for cell in row.parts:
                if cell.shown and cell.errors:
                    yield from _lines(cell, f"{row.label}, {spoken(cell.question.label)}")


def leaves(parts: list[Part]) -> Iterator[Leaf]:
    """The parts without the groups around them."""
    for part in parts:
        yield from part.parts if isinstance(part, GroupPart) else [part]


def _lines(part: QuestionPart | TablePart, label: str) -> Iterator[ShownProblem]:
    for sentence in part.errors:
        yield ShownProblem(f"#{part.anchor}", label, sentence)
