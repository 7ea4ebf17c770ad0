"""The form of a task, filled in at the desk. Handing it in is choosing how the task is finished."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from forms.models import Draft
from forms.services import Receipt
from forms.wizard import FormWizard
from portal.access.refusal import Refused
from portal.directory.models import Post
from workflows.desk.access import DeskRequest, find_task
from workflows.desk.task import after, draft_of
from workflows.desk.ways import ways_of
from workflows.models import Task
from workflows.services import complete_task, context_of


class TaskForm(FormWizard):
    """Lives at `/desk/tasks/<id>/form/`; `at_desk` has made sure of the post."""

    base_template = "desk_base.html"
    request: DeskRequest
    task: Task

    def get_draft(self) -> Draft:
        self.task = find_task(self.request, self.kwargs["task_id"])
        draft = draft_of(self.task, self.request)
        if draft is None or draft.post_id is None:
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
        return {"task": self.task, "ways": ways_of(self.task, self.draft)}

    def page(self, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        if template == "forms/review.html":
            template = "workflows/desk/review.html"
        return super().page(template, context, status=status)

    def hand_in(self) -> HttpResponse:
        try:
            return super().hand_in()
        except Refused as refusal:
            messages.error(self.request, str(refusal.sentence))
            return HttpResponseRedirect(self.review_url)

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

    def closed(self) -> HttpResponse:
        return redirect("desk:task", self.task.pk)
