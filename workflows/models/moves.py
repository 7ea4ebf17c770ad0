"""Running cases that an administrator took over to a newer version of their workflow, and the way back."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post, User
from workflows.models.case import Case
from workflows.models.definition import WorkflowVersion

REVERSIBLE_FOR = timedelta(hours=24)


class CaseMove(models.Model):
    """One decision: all cases of a version, with what states and tasks become."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, related_name="+")
    # By key in the old version the key in the new one, "" for none.
    states = models.JSONField(default=dict)
    tasks = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("decided at"), auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    reversal_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reversal_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    reversal_asked_at = models.DateTimeField(null=True)
    reversal_finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("running cases taken over")
        verbose_name_plural = _("running cases taken over")

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"

    @property
    def job_key(self) -> str:
        return f"case_move:{self.pk}"

    @property
    def reversal_key(self) -> str:
        return f"case_move_back:{self.pk}"

    @property
    def reversible_until(self) -> datetime:
        return self.made_at + REVERSIBLE_FOR

    @property
    def is_at_rest(self) -> bool:
        """Is no job at it?"""
        if self.reversal_asked_at is not None:
            return self.reversal_finished_at is not None
        return self.finished_at is not None

    @property
    def can_be_reversed(self) -> bool:
        over = self.finished_at is not None and self.reversal_asked_at is None
        return over and timezone.now() < self.reversible_until


class MovedCase(models.Model):
    """One case of it: what it was, so that it can be that again."""

    move = models.ForeignKey(CaseMove, on_delete=models.CASCADE, related_name="cases")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    # Why it stayed, a key of workflows.mapping.OBSTACLES; and why it did not go back.
    refused = models.CharField(max_length=20, blank=True)
    stayed = models.CharField(max_length=20, blank=True)
    state_before = models.CharField(max_length=60)
    state_after = models.CharField(max_length=60, blank=True)
    # By id of the task its key and relation before; and the ids of tasks that were opened.
    tasks_before = models.JSONField(default=dict)
    opened = models.JSONField(default=list)
    # Ids of the parties that came in with it.
    joined = models.JSONField(default=list)
    # Of the last event of the move: what comes after it has happened since.
    sequence = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["move", "case"], name="each_case_once_in_a_move")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.refused}"
