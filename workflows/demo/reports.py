"""A few invented reports, handed in and worked on as people would, so that no inbox is empty."""

from typing import Any

from django.utils import timezone

from forms.models import Form, Submission
from forms.services import save_step, start_draft, submit
from portal.directory.models import Post
from workflows.demo import answers
from workflows.models import Case, Task
from workflows.services import accept_task, complete_task

REPORT = "mandatory_report"


def ensure_reports() -> int:
    """Three reports: one waits for the police, one is being worked on, one is with the township. Returns how many.

    Nothing where anybody has handed in a report already.
    """
    if Submission.objects.filter(version__form__key=REPORT).exists():
        return 0
    now = timezone.localtime().replace(second=0, microsecond=0)
    _hand_in(answers.hungry_boy(now))
    accepted = _hand_in(answers.alone_at_home(now))
    _accept(accepted)
    tell_township(answers.fall_from_a_tree(now))
    return 3


def tell_township(report: dict[str, Any]) -> Case:
    """Hand in a report; the police accept it, record what they did, and tell the township, which is to confirm."""
    told = _hand_in(report)
    _accept(told)
    _work(told, "record", answers.response_to_fall(timezone.localtime().replace(second=0, microsecond=0)))
    _work(told, "send", answers.letter_about_fall())
    return told


def _hand_in(given: dict[str, Any]) -> Case:
    version = Form.objects.get(key=REPORT).current_version
    if version is None:
        raise LookupError(REPORT)
    draft, _token = start_draft(version, occasion="demo", initial=given)
    receipt = submit(draft, by=None, idempotency_key=f"demo:{draft.pk}")
    return Case.objects.get(case_submissions__submission=receipt.submission)


def _accept(case: Case) -> None:
    officer = _officer()
    task = _task(case)
    accept_task(task, by=officer)
    complete_task(task, "accept", by=officer)


def _work(case: Case, way: str, given: dict[str, Any]) -> None:
    officer = _officer()
    task = _task(case)
    if task.assignee is None:
        accept_task(task, by=officer)
    form = case.version.schema.task_type(task.key).form
    version = Form.objects.get(key=form).current_version
    if version is None:
        raise LookupError(form)
    draft, _token = start_draft(version, occasion=f"task:{task.pk}", post=officer)
    for step in version.schema.steps:
        save_step(draft, step.key, {field.key: given[field.key] for field in step.fields() if field.key in given})
    complete_task(task, way, by=officer, draft=draft, idempotency_key=f"demo:{draft.pk}")


def _task(case: Case) -> Task:
    return Task.objects.filter(case=case, state=Task.State.OPEN).get()


def _officer() -> Post:
    return Post.objects.select_related("user", "organisation").get(user__username="police")
