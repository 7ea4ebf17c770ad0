"""Work that waits for an organisation, and the effects that transitions cause."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Organisation, Post, User
from workflows.models.case import Case


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Tasks of the acting post's organisation."""
        post = user.acting_post if user.is_authenticated else None
        if post is None:
            return self.none()
        return self.filter(organisation=post.organisation_id)

    def open(self) -> Self:
        return self.filter(state=Task.State.OPEN)

    def by_deadline(self) -> Self:
        return self.order_by(models.F("due_at").asc(nulls_last=True), "made_at")


class Task(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    key = models.CharField(max_length=60)
    relation = models.CharField(max_length=60)
    # Empty when nobody answers for the duty there: the portal office sees such tasks.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="tasks")
    assignee = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="assigned_tasks")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(_("due"), null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, null=True, related_name="task")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [models.Index(fields=["organisation", "state", "due_at"], name="task_inbox")]

    def __str__(self) -> str:
        return f"{self.key} {self.id}"


class EffectRun(models.Model):
    """One effect of one event: made with the transition, run by a job, exactly once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="effect_runs")
    event_sequence = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["case", "event_sequence", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "event_sequence", "position"], name="one_run_per_effect")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_sequence}.{self.position}"
