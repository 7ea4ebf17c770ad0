"""The answers of one step, as JSON, judged and saved into a draft."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from forms import services
from forms.answering import field_for, holds_files, taken
from forms.api.contract import Saved, Wrong
from forms.fieldtypes import registry
from forms.logic.formstate import FormState, evaluate_form
from forms.models import Draft
from forms.review import AnswerProblem, problems_of_step
from forms.schema import Question, Step, Table, is_empty
from portal.jsonapi import Problem
from portal.words import spoken


class Judged:
    """What of the sent answers can be kept, and what is wrong with the others."""

    def __init__(self, step: Step, sent: dict[str, Any], *, known: Collection[str] = ()) -> None:
        """`known` are the fields that have an answer: what the portal puts in itself stays what it was."""
        self.step = step
        self.kept: dict[str, Any] = {}
        self.wrong: list[Wrong] = []
        fields = {field.key: field for field in step.fields()}
        for key, value in sent.items():
            self._take(key, fields.get(key), value)
        self.kept |= {key: value for key, value in _own(fields.values()).items() if key not in known}

    def _take(self, key: str, field: Question | Table | None, value: Any) -> None:
        if field is None or (isinstance(field, Question) and not is_open(field)):
            self._say(key, key, _("This step has no such field to fill in."))
        elif isinstance(field, Table):
            self._take_rows(field, value)
        else:
            self._keep(self.kept, key, field, value, key)

    def _keep(self, into: dict[str, Any], key: str, question: Question, value: Any, place: str) -> None:
        try:
            into[key] = taken(question, value)
        except ValidationError as error:
            self._say(place, spoken(question.label), str(error.messages[0]))

    def _take_rows(self, table: Table, value: Any) -> None:
        rows = value if isinstance(value, list) else []
        if len(rows) > table.most_rows or not all(isinstance(row, dict) for row in rows) or (value and not rows):
            sentence = _("A table is a list of at most %(most)d rows, each an object by column.")
            self._say(table.key, spoken(table.label), sentence % {"most": table.most_rows})
            return
        self.kept[table.key] = [row for row in self._rows(table, rows) if row]

    def _rows(self, table: Table, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        columns = {column.key: column for column in table.columns if is_open(column)}
        for number, row in enumerate(rows):
            kept: dict[str, Any] = {}
            for key, value in row.items():
                place = f"{table.key}.{number}.{key}"
                if key in columns:
                    self._keep(kept, key, columns[key], value, place)
                else:
                    self._say(place, spoken(table.label), _("This table has no such column to fill in."))
            kept = {key: value for key, value in kept.items() if not is_empty(value)}
            yield {**kept, **_own(table.columns)} if kept else {}

    def _say(self, place: str, label: str, sentence: str) -> None:
        self.wrong.append(Wrong(step=self.step.key, field=place, label=label, sentence=sentence))


def is_open(question: Question) -> bool:
    """Whether anybody but the portal answers it, in words and not with files."""
    return not (question.computed or holds_files(question) or registry[question.type].from_server)


def _own(fields: Iterable[Question | Table]) -> dict[str, Any]:
    """What the portal puts in, whatever is sent."""
    questions = (one for one in fields if isinstance(one, Question) and registry[one.type].from_server)
    found = {one.key: field_for(one).initial for one in questions if not one.computed}
    return {key: value for key, value in found.items() if not is_empty(value)}


def save(draft: Draft, step: Step, sent: dict[str, Any], *, known: int | None) -> Saved:
    """Keep what can be read. The step is finished when nothing in it is wrong. Raises Problem, DraftClosed."""
    if known is not None and known < draft.step_revisions.get(step.key, 0):
        message = _("This step was saved by somebody else in the meantime. Read it again before you save.")
        raise Problem(409, "stale", message, revision=draft.revision)
    judged = Judged(step, sent, known=draft.answers)
    state = state_of(draft, judged.kept)
    refused = {wrong.field for wrong in judged.wrong}
    problems = [*judged.wrong, *(as_wrong(one) for one in problems_of_step(step, state) if one.field not in refused)]
    draft = services.save_step(draft, step.key, judged.kept, finished=not problems)
    parts = {part.key for part in step.parts()}
    return Saved(
        revision=draft.revision,
        steps=steps_shown(draft, state),
        shown=[key for key, shown in state.shown.items() if shown and key in parts],
        required=[key for key, required in state.required.items() if required and key in parts],
        computed={
            field.key: state.answers[field.key]
            for field in step.fields()
            if isinstance(field, Question) and field.computed and field.key in state.answers
        },
        problems=problems,
    )


def state_of(draft: Draft, answers: dict[str, Any]) -> FormState:
    kept = {**draft.answers, **answers, **draft.file_ids()}
    return evaluate_form(draft.version.schema, kept, now=timezone.now())


def steps_shown(draft: Draft, state: FormState) -> list[str]:
    return [step.key for step in draft.version.schema.steps if state.shown[step.key]]


def as_wrong(problem: AnswerProblem) -> Wrong:
    return Wrong(step=problem.step, field=problem.field, label=problem.label, sentence=problem.sentence)
