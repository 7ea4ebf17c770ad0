"""The form of a task, filled in at the desk. Handing it in is choosing how the task is finished."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from forms.models import Draft
from forms.schema import Sensitivity
from forms.services import Receipt, Signed
from forms.wizard import FormWizard
from forms.wizard.sections import SectionWizard
from portal.access.services import Purpose, record_reading, record_refusal
from portal.directory.models import Post
from workflows.desk.access import DeskRequest, at_desk, find_task
from workflows.desk.task import after, draft_of
from workflows.desk.ways import ways_of
from workflows.models import Task
from workflows.policies import lender_of, may, readable
from workflows.purposes import purpose
from workflows.services import complete_task, context_of, reopen_section, sign_section


@at_desk
def task_form(request: DeskRequest, task_id: UUID, place: str = "") -> HttpResponseBase:
    """Everything below `/desk/tasks/<id>/form/`."""
    task = find_task(request, task_id)
    view: Callable[..., HttpResponseBase] = (SectionForm if task.type.section else TaskForm).as_view()
    return view(request, task=task, place=place)


class OfTask(FormWizard):
    """What both kinds have in common: where they are, for whom, and what rules may speak of."""

    base_template = "desk_base.html"
    request: DeskRequest

    @property
    def task(self) -> Task:
        task: Task = self.kwargs["task"]
        return task

    def get_draft(self) -> Draft:
        draft = draft_of(self.task, self.request)
        if draft is None:
            raise Http404
        return draft

    @property
    def base_url(self) -> str:
        return reverse("desk:form_start", args=[self.task.pk])

    @property
    def actor(self) -> Post:
        return self.request.post

    def rule_context(self) -> dict[str, Any]:
        """Rules of the form may speak of what the case knows in clear, as ${case.form.field}."""
        return context_of(self.task.case)

    def extra_context(self) -> dict[str, Any]:
        return {**super().extra_context(), "task": self.task, "ways": ways_of(self.task, self.draft)}

    def closed(self) -> HttpResponse:
        return redirect("desk:task", self.task.pk)


class TaskForm(OfTask):
    """A form that the holder of the task fills in alone."""

    review_template = "workflows/desk/review.html"

    def get_draft(self) -> Draft:
        draft = super().get_draft()
        if draft.post_id is None:
            raise Http404
        return draft

    def submit(self, draft: Draft, idempotency_key: str) -> Receipt:
        transition = self.request.POST.get("transition", "")
        complete_task(self.task, transition, by=self.actor, draft=draft, idempotency_key=idempotency_key)
        self.task.refresh_from_db()
        assert self.task.submission is not None  # noqa: S101  # nosec B101 -- complete_task has just handed it in
        return Receipt(self.task.submission, "")

    def submitted(self, receipt: Receipt) -> HttpResponse:
        done = _("Handed in: %(title)s %(number)s.") % {"title": self.heading, "number": receipt.submission.number}
        messages.success(self.request, done)
        return after(self.request, self.task)


class SectionForm(OfTask, SectionWizard):
    """The section of a form that the office of this task fills in, beside other offices."""

    review_template = "workflows/desk/section_review.html"

    def get_draft(self) -> Draft:
        """Only for who could finish the task: a colleague's accepted task and another office's are not theirs."""
        if not may(self.request.post, "complete", self.task).allowed:
            matter = Purpose("", matter=self.task.case_id)
            record_refusal(self.task, by=self.request.post, action="complete", purpose=matter)
            raise Http404
        return super().get_draft()

    @property
    def section_key(self) -> str:
        return self.task.type.section

    def may_read(self) -> Collection[Sensitivity]:
        return readable(self.actor, self.task.case, self.schema.key)

    def before_reading(self) -> None:
        lender = lender_of(self.actor, self.task.case, self.schema.key, self.may_read())
        what_for = purpose(self.task.case, by=self.actor, task=self.task, lender=lender)
        record_reading(self.task.case, by=self.actor, action="read", purpose=what_for)

    def sign(self, signature: dict[str, Any]) -> Signed:
        return sign_section(
            self.task, by=self.actor, signature=signature, transition=self.request.POST.get("transition", "")
        )

    def reopen(self) -> None:
        reopen_section(self.task, by=self.actor)

    def signed(self, result: Signed) -> HttpResponse:
        done = _("Signed, and handed in as a whole.") if result.complete else _("Signed. Other parts are still open.")
        messages.success(self.request, done)
        return after(self.request, self.task)
