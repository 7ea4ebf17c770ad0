"""How much a form asks of who fills it in: questions, minutes, what is sensitive, what the portal could know. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forms.logic.formstate import FormState, evaluate_form
from forms.schema import FormSchema, Question, Table

# Seconds for reading and answering one question of a kind, by hand on a phone: our own estimate, from the length of
# what is typed (docs/handbook says so too). What is not named takes as long as a line of text.
SECONDS: Mapping[str, int] = {
    "yes_no": 5,
    "consent": 10,
    "choice": 8,
    "multiple_choice": 12,
    "date": 10,
    "datetime": 15,
    "area": 15,
    "integer": 6,
    "decimal": 8,
    "phone": 12,
    "id_number": 20,
    "address": 25,
    "long_text": 60,
    "files": 45,
    "photos": 45,
    "signature": 20,
    "computed": 0,
}
A_LINE_OF_TEXT = 15
READING_A_STEP = 5
# What the portal knows of who is signed in, by kind of field.
KNOWN: Mapping[str, str] = {"phone": "profile.phone", "person_name": "profile.name"}


@dataclass(frozen=True)
class Burden:
    """`questions`, `minutes` and `sensitive` of a typical filler; `samples` is how many tests they are taken from, 0
    for a form that is still empty. `could_be_known` are questions without the prefill that the portal could offer."""

    questions: int
    minutes: int
    sensitive: int
    samples: int
    all_questions: int
    prefilled: tuple[Question, ...]
    could_be_known: tuple[tuple[Question, str], ...]


def burden_of(schema: FormSchema, now: datetime) -> Burden:
    """The answers of the author's tests are the samples. Raises ExpressionError for a formula that cannot be read."""
    samples = [test.answers for test in schema.tests if test.answers]
    found = [_of_sample(schema, answers, now) for answers in samples or [{}]]
    asked = [field for field in schema.fields() if isinstance(field, Question)]
    columns = [column for field in schema.fields() if isinstance(field, Table) for column in field.columns]
    return Burden(
        questions=_middle([questions for questions, _seconds, _sensitive in found]),
        minutes=max(1, round(_middle([seconds for _questions, seconds, _sensitive in found]) / 60)),
        sensitive=_middle([sensitive for _questions, _seconds, sensitive in found]),
        samples=len(samples),
        all_questions=len(asked) + len(columns),
        prefilled=tuple(question for question in asked if question.prefill),
        could_be_known=tuple((one, KNOWN[one.type]) for one in asked if one.type in KNOWN and not one.prefill),
    )


def _of_sample(schema: FormSchema, answers: Mapping[str, Any], now: datetime) -> tuple[int, int, int]:
    """Questions, seconds, sensitive questions."""
    state = evaluate_form(schema, answers, now=now)
    shown = [question for question in _shown(schema, state) if question.computed is None]
    seconds = sum(SECONDS.get(question.type, A_LINE_OF_TEXT) for question in shown)
    steps = sum(state.shown[step.key] for step in schema.steps)
    sensitive = sum(question.sensitivity in ("sensitive", "reporter") for question in shown)
    return len(shown), seconds + READING_A_STEP * steps, sensitive


def _shown(schema: FormSchema, state: FormState) -> list[Question]:
    """With the columns of a table once for each row, and for one row where nobody said how many."""
    found: list[Question] = []
    for field in schema.fields():
        if not state.shown[field.key]:
            continue
        if isinstance(field, Question):
            found.append(field)
        else:
            found += list(field.columns) * max(len(state.rows.get(field.key, ())), 1)
    return found


def _middle(numbers: list[int]) -> int:
    """The median: one long test does not make a form long."""
    return sorted(numbers)[len(numbers) // 2]
