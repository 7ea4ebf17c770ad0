"""Answers as people read them: by step, with the words of the form, in their language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forms.answering import holds_files
from forms.fieldtypes import registry
from forms.schema import FormSchema, Note, Question, Step, Table
from portal.words import say


@dataclass(frozen=True)
class Row:
    """`files` are the file ids of a file field, in place of a text."""

    label: str
    text: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row] = field(default_factory=list)
    # The key of the step.
    step: str = ""


def present(
    schema: FormSchema, answers: Mapping[str, Any], *, language: str, with_empty: bool = False
) -> list[Section]:
    """Steps that have something to show. A table gives one row for each of its rows. Notes are left out."""
    sections = [
        Section(say(step.title, language), _rows(step, answers, language, with_empty), step.key)
        for step in schema.steps
    ]
    return [section for section in sections if section.rows]


def _rows(step: Step, answers: Mapping[str, Any], language: str, with_empty: bool) -> list[Row]:
    found: list[Row] = []
    for item in step.items:
        if isinstance(item, Note) or (item.key not in answers and not with_empty):
            continue
        if isinstance(item, Table):
            found += _table(item, answers.get(item.key, []), language)
        else:
            found.append(_row(item, answers.get(item.key), language))
    return found


def _row(question: Question, answer: Any, language: str) -> Row:
    label = say(question.label, language)
    if answer is None:
        return Row(label, "")
    if holds_files(question):
        return Row(label, "", tuple(str(file_id) for file_id in answer))
    return Row(label, registry[question.type].display(answer, question, language))


def _table(table: Table, rows: list[dict[str, Any]], language: str) -> Iterator[Row]:
    label = say(table.label, language)
    for number, row in enumerate(rows, start=1):
        cells = (_row(column, row[column.key], language) for column in table.columns if column.key in row)
        yield Row(f"{label} {number}", " · ".join(_cell(cell) for cell in cells))


def _cell(cell: Row) -> str:
    return _("%(label)s: %(sentence)s") % {"label": cell.label, "sentence": cell.text}
