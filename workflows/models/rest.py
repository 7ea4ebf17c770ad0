"""A case that rests: nobody works on it, all its deadlines stand still, until a day or until somebody goes on."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from workflows.models.case import Case

# What a deadline that stands still with its case has for a reason; no person chooses it.
RESTING = "resting"


class RestReason(models.TextChoices):
    """Codes, not sentences: they stand in the log of the case, where nothing about a person may stand."""

    ELSEWHERE = "elsewhere", _("The child is away for some time, and looked after there")
    COURT = "court", _("A court or another authority has to decide first")
    TREATMENT = "treatment", _("The child is in hospital or in treatment")
    CANNOT_REACH = "cannot_reach", _("Roads or another force keep everybody away")


class CaseRestQuerySet(models.QuerySet["CaseRest"]):
    def over(self, now: datetime) -> Self:
        """Those whose day has come, the oldest first."""
        return self.filter(until__lte=now).exclude(next_at__gt=now).order_by("until")


class CaseRest(models.Model):
    """There as long as the case rests; what it was then for stands in the log."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="rest")
    reason = models.CharField(max_length=12, choices=RestReason)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    # What failed to go on is tried again then; the day that was said stays.
    next_at = models.DateTimeField(null=True)
    # By id of a task whose deadline somebody had paused before: when that pause ends.
    woken = models.JSONField(default=dict)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    objects = CaseRestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
