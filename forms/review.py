"""The whole form, looked at again: what is submitted, and what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from forms.answering import problem_with
from forms.fieldtypes import registry
from forms.logic.formstate import FormState, RowState, evaluate_form
from forms.schema import FormSchema, Question, Step, Table
from portal.words import spoken


@dataclass(frozen=True)
class AnswerProblem:
    """What is missing or wrong, where, in a sentence to the person. `field` is a key or table.row.column."""

    step: str
    field: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Reviewed:
    """`answers` are those that count: shown, of the right kind, computed values filled in."""

    answers: dict[str, Any]
    problems: list[AnswerProblem]
    state: FormState


def review(
    schema: FormSchema,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    context: Mapping[str, Any] | None = None,
    files: Mapping[str, list[str]] | None = None,
) -> Reviewed:
    """Evaluate the form and check every answer that is shown. `files` are the ids stored for each file field."""
    kept = {**answers, **{key: ids for key, ids in (files or {}).items() if ids}}
    state = evaluate_form(schema, kept, now=now, context=context)
    problems = [problem for step in schema.steps if state.shown[step.key] for problem in problems_of_step(step, state)]
    return Reviewed(state.answers, problems, state)


def problems_of_step(step: Step, state: FormState) -> Iterator[AnswerProblem]:
    for item in step.fields():
        if not state.shown[item.key]:
            continue
        for field, label, sentence in _problems_of(item, state):
            yield AnswerProblem(step.key, field, label, sentence)


def _problems_of(item: Question | Table, state: FormState) -> Iterator[tuple[str, str, str]]:
    label = spoken(item.label)
    if isinstance(item, Question):
        for sentence in sentences(item, state.answers.get(item.key), state):
            yield item.key, label, sentence
        return
    rows = state.answers.get(item.key, [])
    if miscounted := wrong_count(item, len(rows)):
        yield item.key, label, miscounted
    for number, (row, row_state) in enumerate(zip(rows, state.rows.get(item.key, ()), strict=False)):
        for column in item.columns:
            for sentence in sentences(column, row.get(column.key), row_state):
                yield f"{item.key}.{number}.{column.key}", f"{label} {number + 1}, {spoken(column.label)}", sentence


def sentences(question: Question, answer: Any, state: RowState) -> Iterator[str]:
    """What is wrong with one answer, given the state of the form or row it stands in."""
    if not state.shown.get(question.key) or question.computed is not None:
        return
    if answer is None:
        if state.required.get(question.key):
            yield str(registry[question.type].required_message)
        return
    if sentence := problem_with(question, answer):
        yield sentence
    for message in state.failures.get(question.key, ()):
        yield spoken(message)


def wrong_count(table: Table, count: int) -> str | None:
    if count < table.least_rows:
        return _("Please add at least %(least)s rows.") % {"least": table.least_rows}
    if count > table.most_rows:
        return _("No more than %(most)s rows can be sent here.") % {"most": table.most_rows}
    return None
