"""What the case knows is filled in: answers of its earlier submissions, as far as they may be read."""

from collections.abc import Iterator
from typing import Any

from forms import reading
from forms.answering import holds_files
from forms.compartments import RANKS
from forms.logic.types import ValueType, answer_types
from forms.models import Submission
from forms.schema import FormSchema, Question
from portal.directory.models import Post
from workflows.models import Task
from workflows.policies import lender_of, readable
from workflows.purposes import purpose

# Answers that mean something only where they were given.
BOUND = frozenset({"consent", "signature"})


def initial_answers(task: Task, form: FormSchema, *, by: Post) -> dict[str, Any]:
    """Answers for the task's form by field key, as corrected. Each reading of sealed answers is on record.

    Who reported is never carried over, and no answer goes into a field that more people may read.
    """
    found: dict[str, Any] = {}
    for submission in _submissions(task):
        source = submission.version.schema
        wanted = {origin: target for target, origin in _pairs(task, form, source) if target.key not in found}
        if not wanted:
            continue
        allowed = readable(by, task.case, source.key) - {"reporter"}
        what_for = purpose(task.case, by=by, task=task, lender=lender_of(by, task.case, source.key, allowed))
        answers = reading.opened(submission, by=by, sensitivities=allowed, purpose=what_for).corrected()
        for origin, target in wanted.items():
            if _fits(answers.get(origin), target):
                found[target.key] = answers[origin]
    return found


def _submissions(task: Task) -> Iterator[Submission]:
    """Of the case, the newest first."""
    members = task.case.case_submissions.select_related("submission__version__form", "submission__data_key")
    for member in members.order_by("-pk"):
        yield member.submission


def _pairs(task: Task, form: FormSchema, source: FormSchema) -> Iterator[tuple[Question, str]]:
    """Fields of the form and the key in the source that each is filled from."""
    opener = task.case.version.schema.opened_by
    named = {target: origin.partition(".") for target, origin in task.type.prefill.items()}
    questions = {field.key: field for field in source.fields() if isinstance(field, Question)}
    for target in form.fields():
        if not isinstance(target, Question) or target.computed or target.type in BOUND or holds_files(target):
            continue
        form_key, _dot, key = named.get(target.key, (source.key, ".", target.key))
        origin = questions.get(key) if source.key == (opener if form_key == "answers" else form_key) else None
        if origin and _may_flow(origin, target, named=target.key in named):
            yield target, origin.key


def _may_flow(origin: Question, target: Question, *, named: bool) -> bool:
    """The same kind of field, or, where the author named the source, the same kind of answer; never less protected."""
    kind = answer_types[origin.type]
    alike = kind is not ValueType.ANY and kind is answer_types[target.type]
    same = origin.type == target.type or (named and alike)
    return same and RANKS.index(origin.sensitivity) <= RANKS.index(target.sensitivity)


def _fits(answer: Any, target: Question) -> bool:
    if answer is None:
        return False
    if isinstance(answer, dict):
        # In parts: the field looks at them itself when the form is handed in.
        return True
    chosen = answer if isinstance(answer, list) else [answer]
    return not target.choices or all(one in {choice.key for choice in target.choices} for one in chosen)
