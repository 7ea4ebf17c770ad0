"""Work that waits for an organisation."""

import uuid
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Organisation, Post, User
from portal.directory.services import lies_in
from workflows.models.case import Case
from workflows.models.conflict import shut_out
from workflows.schema import TaskType

# The function of organisations that look after what nobody answers for.
PORTAL_OFFICE = "portal_office"
# A task made so soon after its case came with the report.
WITH_THE_REPORT = timedelta(minutes=5)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Tasks of the acting post's organisation; for a portal office also those of its area that are nobody's."""
        post = user.acting_post if user.is_authenticated else None
        return self.none() if post is None else self.visible_to_post(post)

    def visible_to_post(self, post: Post) -> Self:
        """What the post sees by itself and as a substitute; of cases that shut its person out nothing."""
        seen = reduce(
            or_, (_seen_as(hat) & ~Q(shut_out(hat, case="case")) for hat in post.stands_for()), _seen_as(post)
        )
        return self.filter(seen, ~shut_out(post, case="case"))

    def visible_as(self, post: Post) -> Self:
        """What the post sees by itself."""
        return self.filter(_seen_as(post), ~shut_out(post, case="case"))

    def open(self) -> Self:
        return self.filter(state=Task.State.OPEN)

    def done(self) -> Self:
        return self.filter(state=Task.State.DONE)

    def of_organisations(self, post: Post) -> Self:
        """The work of the post's organisation, and of those it stands in for."""
        return self.filter(organisation__in=post.organisation_ids())

    def unrouted(self) -> Self:
        """Tasks that nobody answers for where they arose."""
        return self.filter(organisation=None)

    def by_deadline(self) -> Self:
        """What to do first: urgent before the rest, then the nearest deadline."""
        return self.order_by("-urgent", models.F("due_at").asc(nulls_last=True), "made_at", "pk")


def _seen_as(post: Post) -> Q:
    return Q(organisation__in=post.own_organisation_ids()) | _unrouted_seen_by(post)


def _unrouted_seen_by(post: Post) -> Q:
    """What is nobody's, in the area of a portal office; for any other post nothing."""
    if post.organisation.function != PORTAL_OFFICE:
        return Q(pk__in=[])
    here = Q(case__area_code="") | lies_in(post.organisation.area_id, "case__area_code")
    return Q(organisation=None) & here


class Task(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    class Signal(models.TextChoices):
        """What its deadline has come to, for lists."""

        PAUSED = "paused", _("paused")
        YELLOW = "yellow", _("Due")
        RED = "red", _("Overdue")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # What has no index of its own here is the first column of one below.
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    key = models.CharField(max_length=60)
    relation = models.CharField(max_length=60)
    # Empty when nobody answers for the duty there: the portal office sees such tasks.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="tasks", db_index=False
    )
    assignee = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="assigned_tasks", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    urgent = models.BooleanField(_("urgent"), default=False)
    accepted_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(_("due"), null=True)
    signal = models.CharField(max_length=6, choices=Signal, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    # The late task that this one sees to; see workflows.schema.SUPERVISION.
    supervises = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="supervisions", db_index=False
    )
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="task")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["supervises"],
                condition=Q(supervises__isnull=False, state="open"),
                name="one_open_supervision_of_a_task",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-urgent", "due_at"], name="task_inbox"),
            models.Index(fields=["assignee", "state", "-urgent", "due_at"], name="task_accepted"),
            models.Index(fields=["organisation", "state", "-done_at", "-id"], name="task_done"),
            models.Index(fields=["case", "state"], name="task_case_state"),
            # What measures count (by `made_at`, which all have) stands in these: a year is read without the tasks.
            models.Index(
                fields=["done_at", "organisation", "key", "made_at", "due_at"],
                name="task_measured",
                condition=Q(state="done"),
            ),
            models.Index(
                fields=["key", "organisation", "made_at", "due_at", "urgent"],
                name="task_waiting",
                condition=Q(state="open"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.id}"

    @property
    def type(self) -> TaskType:
        """What the workflow says about this task."""
        return self.case.find(lambda schema: schema.task_type(self.key))

    @property
    def due_tells_the_report(self) -> bool:
        """Small-place rule: would the minute of the deadline tell the minute of the report to who must not know it?"""
        if self.made_at - self.case.opened_at > WITH_THE_REPORT:
            return False
        schema = self.case.version.schema
        rows = (row for row in schema.readers if row.relation == self.relation and schema.opened_by in row.forms)
        return not any("reporter" in row.sensitivities for row in rows)

    @property
    def overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_at is not None and self.due_at < timezone.now()
