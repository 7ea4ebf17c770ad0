"""What the case knows is filled in: answers of its earlier submissions, as far as they may be read.

Who reported is never carried over, no answer goes into a field that more people may read, and each reading of sealed
answers is on record. From another case of the same post only open answers come.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from forms import prefilling, reading
from forms.compartments import sensitivity_of
from forms.models import Submission
from forms.prefilling import Asking, Known
from forms.schema import FormSchema, Question, Table
from portal.directory.models import Post
from workflows.models import Task
from workflows.policies import lender_of, readable
from workflows.purposes import purpose

Wanted = list[tuple[Question | Table, str]]


def initial_answers(task: Task, form: FormSchema, *, by: Post) -> Known:
    """Answers for the task's form by field key, as corrected; from the case, the last time, and the profile."""
    return prefilling.registry.known(Asking(form, by, task, frozenset(task.type.prefill)))


@prefilling.registry.register(prefilling.LAST)
def last_time(asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    """From the last submission of this form: of the case, else of the post."""
    task = asking.subject
    if not paths or not isinstance(task, Task):
        return {}
    targets = {one.key: one for one in prefilling.fillable(asking.schema)}
    here = task.case.case_submissions.standing().filter(submission__version__form__key=asking.schema.key)
    member = here.select_related("submission__version__form", "submission__data_key").order_by("-pk").first()
    if member is not None:
        source = member.submission
        return _read(task, source, _wanted(paths, targets, source.version.schema), by=asking.by)
    return _open_answers_of(asking.by, paths, targets, asking.schema)


@prefilling.registry.register("case")
def case(asking: Asking, paths: Mapping[str, str]) -> Mapping[str, Any]:
    """From submissions of the case, the newest first: as the field or the task names it, else the same key and type
    in another form."""
    task, found = asking.subject, {}
    if not isinstance(task, Task):
        return {}
    named = {**task.type.prefill, **paths}
    for submission in _submissions(task):
        source = submission.version.schema
        pairs: Wanted = [*_pairs(task, asking.schema, source, named), *_tables(asking.schema, source, named)]
        wanted = [(target, origin) for target, origin in pairs if target.key not in found]
        found.update(_read(task, submission, wanted, by=asking.by))
    return found


def _read(task: Task, submission: Submission, wanted: Wanted, *, by: Post) -> dict[str, Any]:
    """Answers by the key of the field that they go into."""
    if not wanted:
        return {}
    form_key = submission.version.schema.key
    allowed = readable(by, task.case, form_key) - {"reporter"}
    what_for = purpose(task.case, by=by, task=task, lender=lender_of(by, task.case, form_key, allowed))
    answers = reading.opened(submission, by=by, sensitivities=allowed, purpose=what_for).corrected()
    fitting = ((target, prefilling.fitted(answers.get(origin), target)) for target, origin in wanted)
    return {target.key: answer for target, answer in fitting if answer is not None}


def _submissions(task: Task) -> Iterator[Submission]:
    """Of the case, the newest first."""
    standing = task.case.case_submissions.standing()
    members = standing.select_related("submission__version__form", "submission__data_key")
    for member in members.order_by("-pk"):
        yield member.submission


def _pairs(
    task: Task, form: FormSchema, source: FormSchema, named: Mapping[str, str]
) -> Iterator[tuple[Question, str]]:
    """Fields of the form and the key in the source that each is filled from.

    A second visit is no copy of the first: from an earlier paper of the same form comes only what is named.
    """
    opener = task.case.version.schema.opened_by
    questions = {field.key: field for field in source.fields() if isinstance(field, Question)}
    for target in prefilling.fillable(form):
        if target.key not in named and (target.prefill or source.key == form.key):
            continue
        form_key, _dot, key = named.get(target.key, f"{source.key}.{target.key}").partition(".")
        origin = questions.get(key) if source.key == (opener if form_key == "answers" else form_key) else None
        if origin and _may_go(origin, target, named=target.key in named):
            yield target, origin.key


def _tables(form: FormSchema, source: FormSchema, named: Mapping[str, str]) -> Iterator[tuple[Table, str]]:
    """Tables that are named, from an earlier paper of the same form: what was sent back keeps its rows."""
    if source.key != form.key:
        return
    origins = {one.key: one for one in prefilling.tables(source)}
    for target in prefilling.tables(form):
        origin = origins.get(target.key)
        is_named = named.get(target.key) == f"{form.key}.{target.key}"
        if origin and is_named and prefilling.may_flow(sensitivity_of(origin), target):
            yield target, target.key


def _wanted(paths: Mapping[str, str], targets: Mapping[str, Question], source: FormSchema) -> Wanted:
    questions = {field.key: field for field in source.fields() if isinstance(field, Question)}
    pairs = ((targets[key], questions.get(path)) for key, path in paths.items())
    return [(target, origin.key) for target, origin in pairs if origin and _may_go(origin, target, named=True)]


def _open_answers_of(
    post: Post, paths: Mapping[str, str], targets: Mapping[str, Question], form: FormSchema
) -> dict[str, Any]:
    """Of what the post handed in last, in whichever case: only answers that are open here and were open there."""
    mine = Submission.objects.filter(post=post, version__form__key=form.key).select_related("version__form")
    last = mine.exclude(in_case__withdrawn=True).order_by("-submitted_at").first()
    if last is None or last.is_erased:
        return {}
    questions = {field.key: field for field in last.version.schema.fields() if isinstance(field, Question)}
    wanted = _wanted(paths, targets, last.version.schema)
    return {
        target.key: last.open_answers[origin]
        for target, origin in wanted
        if origin in last.open_answers and questions[origin].sensitivity == "open"
    }


def _may_go(origin: Question, target: Question, *, named: bool) -> bool:
    return prefilling.is_alike(origin, target, named=named) and prefilling.may_flow(origin.sensitivity, target)
