"""What the steps of a case cause, at once or later."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.case import Case, Event


class EffectRunQuerySet(models.QuerySet["EffectRun"]):
    def happened(self) -> Self:
        return self.exclude(done_at=None).filter(skipped="")

    def unsettled(self, now: datetime) -> Self:
        """What should have happened by now and has not."""
        return self.filter(done_at=None).exclude(planned_for__gt=now)


class EffectRun(models.Model):
    """One effect of one event: made with the transition, run by a job, exactly once."""

    class Skipped(models.TextChoices):
        """Why what was planned was not done."""

        MOVED = "moved", _("the case has moved on")
        TAKEN_BACK = "taken_back", _("the step was taken back")
        MERGED = "merged", _("the case is part of another one")
        CIRCLE = "circle", _("cases would start each other without end")
        ERASED = "erased", _("what was handed in has been erased")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="effect_runs")
    event_sequence = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    # Empty for what happens with its step.
    planned_for = models.DateTimeField(null=True)
    unless_moved = models.BooleanField(default=False)
    # When it was done, or when it turned out that it is not to be done.
    done_at = models.DateTimeField(null=True)
    skipped = models.CharField(max_length=10, choices=Skipped, default="", blank=True)

    objects = EffectRunQuerySet.as_manager()

    class Meta:
        ordering = ["case", "event_sequence", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "event_sequence", "position"], name="one_run_per_effect")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_sequence}.{self.position}"

    @property
    def event(self) -> Event:
        """The event that caused it."""
        return self.case.events.get(sequence=self.event_sequence)

    @property
    def job_key(self) -> str:
        """The idempotency key of the job that runs it."""
        return f"effect:{self.pk}"
