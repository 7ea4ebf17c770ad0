"""A form to be filled in by hand: every step and question, when to leave one out, and where to write."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from forms import layouts
from forms.printing.spaces import Space, space_for
from forms.reasons import in_words
from forms.schema import FormSchema, Group, Item, Leaf, Note, Question, Rule, Step, Table
from portal import pdf
from portal.words import say

# Rows to write in, where the form does not ask for more.
EMPTY_ROWS = 4
MOST_EMPTY_ROWS = 20
# A table that is wider lists its columns for each row instead.
MOST_COLUMNS = 6


@dataclass(frozen=True)
class Edition:
    """Which form it is: its version (None: not published), its checksum, and where it is filled in on the web."""

    version: int | None
    checksum: str
    address: str = ""


@dataclass(frozen=True)
class Entry:
    """Something on the sheet. `kind` is question, table, group or note; `marks` say when and how to answer."""

    kind: str
    label: str
    hint: str = ""
    marks: tuple[str, ...] = ()
    space: Space | None = None
    columns: tuple["Entry", ...] = ()
    rows: range = range(0)
    tone: str = ""
    # Stands in the group above it.
    is_inner: bool = False
    is_required: bool = False

    @property
    def template(self) -> str:
        return f"forms/paper/spaces/{self.space.kind}.html" if self.space else ""

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > MOST_COLUMNS


@dataclass(frozen=True)
class Sheet:
    """One step."""

    number: int
    title: str
    intro: str
    marks: tuple[str, ...]
    entries: tuple[Entry, ...]


def print_blank(schema: FormSchema, edition: Edition, *, language: str) -> bytes:
    """PDF, the same bytes for the same form on the same day. Raises pdf.PrintFailed."""
    with translation.override(language):
        given = context(schema, edition, language=language)
    return pdf.render(layouts.registry[schema.layout].blank, given, language=language)


def context(schema: FormSchema, edition: Edition, *, language: str) -> dict[str, Any]:
    """`form`, `edition`, `sheets` (a Sheet for each step), `picture` (QR of the address), `language`."""
    sheets = [_sheet(number, step, schema, language) for number, step in enumerate(schema.steps, start=1)]
    address = edition.address
    return {
        "form": schema,
        "title": say(schema.title, language),
        "edition": edition,
        "sheets": sheets,
        "picture": segno.make(address, error="m").svg_data_uri(border=0, nl=False) if address else "",
        "language": language,
    }


def _sheet(number: int, step: Step, schema: FormSchema, language: str) -> Sheet:
    entries = [entry for item in step.items for entry in _entries(item, schema, language)]
    marks = tuple(_condition(step.shown_when, schema))
    return Sheet(number, say(step.title, language), say(step.intro, language), marks, tuple(entries))


def _entries(item: Item, schema: FormSchema, language: str) -> Iterator[Entry]:
    if not isinstance(item, Group):
        yield from _leaf(item, schema, language)
        return
    marks = tuple(_condition(item.shown_when, schema))
    yield Entry("group", say(item.label, language), say(item.hint, language), marks)
    for leaf in item.items:
        yield from _leaf(leaf, schema, language, is_inner=True)


def _leaf(leaf: Leaf, schema: FormSchema, language: str, *, is_inner: bool = False) -> Iterator[Entry]:
    if isinstance(leaf, Question):
        yield from _question(leaf, schema, language, is_inner=is_inner)
    elif isinstance(leaf, Note):
        marks = tuple(_holds(leaf.shown_when, schema))
        yield Entry("note", say(leaf.text, language), marks=marks, tone=leaf.tone, is_inner=is_inner)
    else:
        yield _table(leaf, schema, language, is_inner=is_inner)


def _question(question: Question, schema: FormSchema, language: str, *, is_inner: bool = False) -> Iterator[Entry]:
    space = space_for(question, language)
    if space is not None:
        yield Entry(
            "question",
            say(question.label, language),
            say(question.hint, language),
            tuple(_marks(question, schema)),
            space,
            is_inner=is_inner,
            is_required=question.required,
        )


def _table(table: Table, schema: FormSchema, language: str, *, is_inner: bool) -> Entry:
    columns = [entry for column in table.columns for entry in _question(column, schema, language)]
    rows = min(max(table.least_rows, EMPTY_ROWS), table.most_rows, MOST_EMPTY_ROWS)
    marks = tuple(_condition(table.shown_when, schema))
    return Entry(
        "table",
        say(table.label, language),
        say(table.hint, language),
        marks,
        columns=tuple(columns),
        rows=range(1, rows + 1),
        is_inner=is_inner,
        is_required=table.least_rows > 0,
    )


def _marks(question: Question, schema: FormSchema) -> Iterator[str]:
    yield from _condition(question.shown_when, schema)
    needed = question.required_when
    if needed and not question.required and needed.formula != (question.shown_when and question.shown_when.formula):
        yield _("must be answered when %(condition)s") % {"condition": in_words(schema, needed)}
    if question.type == "multiple_choice":
        yield _("tick all that fit")
    if question.choice_filter:
        yield _("only what fits your other answers")


def _condition(rule: Rule | None, schema: FormSchema) -> Iterator[str]:
    if rule:
        yield _("only when %(condition)s") % {"condition": in_words(schema, rule)}


def _holds(rule: Rule | None, schema: FormSchema) -> Iterator[str]:
    """The same beside what is to be read, not answered."""
    if rule:
        yield _("for you only when %(condition)s") % {"condition": in_words(schema, rule)}
