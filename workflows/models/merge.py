"""A case that was the same matter as another one: it ended in that, and goes on as part of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, OrderBy, Q

from portal.directory.models import Post
from workflows.models.case import Case

PARTED_WITHIN = timedelta(hours=24)
# Of cases that are locked together: those that go on first, then what became part of them, so that no two who lock
# some of them wait for each other.
LOCK_ORDER: tuple[OrderBy | str, ...] = (F("merge__pk").asc(nulls_first=True), "pk")


def whole_of(case: Case) -> list[UUID]:
    """The case that goes on and all that are part of it, this one among them; nothing for a case that is alone."""
    into = CaseMerge.objects.filter(Q(case=case) | Q(into=case)).values_list("into", flat=True).first()
    return [into, *CaseMerge.objects.filter(into=into).values_list("case", flat=True)] if into else []


class CaseMerge(models.Model):
    """There as long as `case` is part of `into`. One level: neither is ever part of a third at the same time."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="merge")
    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merged")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The ids of those that were open.
    tasks = models.JSONField(default=list)
    # Of the last events of both: what comes after them has happened since.
    sequence = models.PositiveIntegerField()
    into_sequence = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.case_id} → {self.into_id}"

    @property
    def parted_until(self) -> datetime:
        return self.at + PARTED_WITHIN
