"""Answers as people read them: by step, with the words of the form, in their language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from forms.answering import holds_files
from forms.fieldtypes import registry
from forms.places import Place
from forms.reading import Corrected
from forms.schema import FormSchema, Question, Step, Table
from portal.words import say


@dataclass(frozen=True)
class Beside:
    """A correction as people read it: what the answer should read, why, and who decided when."""

    text: str
    ground: str
    asked_by: str
    decided_by: str
    at: datetime


@dataclass(frozen=True)
class Grid:
    """A table as a table: the labels of its columns, and the cells of each row in that order."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Row:
    """`files` are the file ids of a file field, in place of a text; `grid` is a table, where tables were asked for."""

    label: str
    text: str
    files: tuple[str, ...] = ()
    corrections: tuple[Beside, ...] = ()
    # Of the field.
    key: str = ""
    grid: Grid | None = None


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row] = field(default_factory=list)
    # The key of the step.
    step: str = ""


def present(
    schema: FormSchema,
    answers: Mapping[str, Any],
    *,
    language: str,
    with_empty: bool = False,
    corrections: Iterable[Corrected] = (),
    grids: bool = False,
) -> list[Section]:
    """Steps that have something to show. A table gives one row for each of its rows, or with `grids` one for all of
    them. Notes are left out.

    Corrections stand beside the answer that they are of, also where nothing was answered.
    """
    notes = list(corrections)
    shown = {**dict.fromkeys(note.place.field for note in notes), **answers}
    sections = [
        Section(say(step.title, language), _rows(step, shown, language, with_empty, notes, grids), step.key)
        for step in schema.steps
    ]
    return [section for section in sections if section.rows]


def _rows(
    step: Step, answers: Mapping[str, Any], language: str, with_empty: bool, notes: list[Corrected], grids: bool
) -> list[Row]:
    found: list[Row] = []
    for item in step.fields():
        if item.key not in answers and not with_empty:
            continue
        if isinstance(item, Table) and grids:
            found.append(_grid(item, answers.get(item.key) or [], language, notes))
        elif isinstance(item, Table):
            found += _table(item, answers.get(item.key) or [], language, notes)
        else:
            beside = tuple(_beside(note, item, language) for note in notes if note.place.field == item.key)
            found.append(replace(_row(item, answers.get(item.key), language), corrections=beside, key=item.key))
    return found


def _beside(note: Corrected, question: Question, language: str, *, named: bool = False) -> Beside:
    text = registry[question.type].display(note.value, question, language)
    if named:
        text = _cell(Row(say(question.label, language), text))
    return Beside(text, note.ground, note.asked_by, str(note.note.decided_by.organisation), note.note.at)


def _row(question: Question, answer: Any, language: str) -> Row:
    label = say(question.label, language)
    if answer is None:
        return Row(label, "")
    if holds_files(question):
        return Row(label, "", tuple(str(file_id) for file_id in answer))
    return Row(label, registry[question.type].display(answer, question, language))


def _table(table: Table, rows: list[dict[str, Any]], language: str, notes: list[Corrected]) -> Iterator[Row]:
    label = say(table.label, language)
    for number, row in enumerate(rows, start=1):
        cells = (_row(column, row[column.key], language) for column in table.columns if column.key in row)
        beside = tuple(
            _beside(note, column, language, named=True)
            for note in notes
            for column in table.columns
            if note.place == Place(table.key, number, column.key)
        )
        yield Row(f"{label} {number}", " · ".join(_cell(cell) for cell in cells), corrections=beside)


def _grid(table: Table, rows: list[dict[str, Any]], language: str, notes: list[Corrected]) -> Row:
    """The corrections of all its cells stand beside the whole."""
    titles = tuple(say(column.label, language) for column in table.columns)
    cells = tuple(tuple(_row(column, row.get(column.key), language).text for column in table.columns) for row in rows)
    beside = tuple(note for row in _table(table, rows, language, notes) for note in row.corrections)
    return Row(say(table.label, language), "", corrections=beside, key=table.key, grid=Grid(titles, cells))


def _cell(cell: Row) -> str:
    return _("%(label)s: %(sentence)s") % {"label": cell.label, "sentence": cell.text}
