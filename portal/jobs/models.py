"""The outbox: one row for each piece of background work, written in the transaction that causes it."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def due(self, now: datetime) -> Self:
        """Work that nobody has in hand: waiting and due, or taken by somebody who has not come back."""
        return self.filter(
            Q(state=Job.State.WAITING, run_after__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )

    def unheard(self, now: datetime, *, since: datetime) -> Self:
        """Due work for which nobody has rung since then."""
        return self.due(now).filter(Q(rung_at=None) | Q(rung_at__lt=since)).order_by("run_after")

    def held_by(self, cluster: str) -> Self:
        return self.filter(state=Job.State.RUNNING, holder__startswith=f"{cluster}/")

    def dead(self) -> Self:
        return self.filter(state=Job.State.DEAD)

    def in_order_of_concern(self) -> Self:
        """Given up first, then what is going on, then what is done; in each the newest first."""
        concern = [Job.State.DEAD, Job.State.RUNNING, Job.State.WAITING, Job.State.DONE]
        rank = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(concern)),
            output_field=IntegerField(),
        )
        return self.order_by(rank, "-made_at")


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DEAD = "dead", _("gave up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    # Ids only: what a job needs to know it looks up again, so no personal data lies in the queue.
    arguments = models.JSONField(_("arguments"), default=dict)
    key = models.CharField(_("idempotency key"), max_length=120, unique=True, null=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    run_after = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Who has it in hand, as "cluster/process". Together with `attempts` it tells a late finisher that it was replaced.
    holder = models.CharField(_("taken by"), max_length=80, blank=True, editable=False)
    lease_until = models.DateTimeField(_("taken until"), null=True)
    rung_at = models.DateTimeField(_("last sent to the queue"), null=True)
    progress = models.PositiveIntegerField(_("progress"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [
            models.Index(fields=["state", "run_after"], name="job_state_run_after"),
            models.Index(fields=["state", "lease_until"], name="job_state_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Worker(models.Model):
    """A worker command that is alive somewhere; its watchdog renews the row every few seconds."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"))
    restarts = models.PositiveIntegerField(_("restarts"), default=0)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name
