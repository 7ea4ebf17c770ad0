"""When a task is due, how that is counted, and which rungs of its ladder have been climbed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.task import Task


class PauseReason(models.TextChoices):
    """Codes, not sentences: they stand in the log of the case, where nothing about a person may stand."""

    OTHER_OFFICE = "other_office", _("Another office has to answer first")
    FAMILY = "family", _("The family has to be heard, and cannot be reached now")
    EXPERT = "expert", _("A medical or other expert report is awaited")
    COURT = "court", _("A court or the police have to decide first")
    REPORTER = "reporter", _("The reporter was asked for more")


class ExtensionReason(models.TextChoices):
    COMPLEX = "complex", _("There is more to find out than usual")
    STAFF = "staff", _("Too few people were on duty")
    WEATHER = "weather", _("Weather, roads or another force kept people away")
    OTHER_OFFICE = "other_office", _("Another office was late")
    WRONG = "wrong", _("The deadline was wrong for this case")


class TaskDeadlineQuerySet(models.QuerySet["TaskDeadline"]):
    def due(self, now: datetime) -> Self:
        """What the sweeper has to look at, the oldest first: one range of a small index, however many there are."""
        return self.filter(next_at__lte=now).order_by("next_at")

    def unsure(self) -> Self:
        """Counted across a year whose holidays were not known."""
        return self.filter(unsure=True)


class TaskDeadline(models.Model):
    """How the moment in `task.due_at` came about. While it is paused the task has none, and `amount` is what is left.

    A task that has no deadline, and that the clock moves on, has a row too: nothing is counted in it.

    Rows of tasks that are done stay as they are: the sweeper looks at each once more and then never again.
    """

    class Measure(models.TextChoices):
        CLOCK = "clock", _("by the clock")
        OFFICE_HOURS = "office_hours", _("office hours")
        WORKING_DAYS = "working_days", _("working days")

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="deadline")
    measure = models.CharField(max_length=12, choices=Measure)
    amount = models.DurationField()
    counted_from = models.DateTimeField()
    # A deadline that is moved or given to somebody else begins a new round, in which each rung is climbed again.
    round = models.PositiveSmallIntegerField(default=1)
    began_at = models.DateTimeField()
    # When the clock takes a transition of the task. No pause and no extension changes that.
    moves_at = models.DateTimeField(null=True)
    # When there is something to do: that, the next rung, the end of a pause. None when there is nothing more.
    next_at = models.DateTimeField(null=True)
    unsure = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=12, choices=PauseReason, blank=True)

    objects = TaskDeadlineQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="deadline_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["task"], name="deadline_unsure", condition=Q(unsure=True)),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.task_id}"

    def wake(self, at: datetime | None) -> None:
        """There is something to do at that moment, or when the clock moves the task on, whichever comes first."""
        self.next_at = min((one for one in (at, self.moves_at) if one), default=None)


class ClimbedRung(models.Model):
    """A rung that was climbed: never twice in a round, whatever two sweepers or a jumping clock try."""

    deadline = models.ForeignKey(TaskDeadline, on_delete=models.CASCADE, related_name="climbed", db_index=False)
    round = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "round", "number"], name="each_rung_once_in_a_round")
        ]

    def __str__(self) -> str:
        return f"{self.round}.{self.number}"
