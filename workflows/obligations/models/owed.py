"""What is owed on a record in a period, and how far a period's records have been looked at."""

import uuid
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models import Record, Submission
from portal.directory.models import Organisation, Post, User
from portal.directory.services import lies_in
from workflows.models.task import PORTAL_OFFICE
from workflows.obligations.models.definition import Obligation, ObligationVersion


class ExcuseReason(models.TextChoices):
    """Codes, not sentences: they can be counted, and name nobody."""

    AWAY = "away", _("The person was away the whole time")
    IN_CARE = "in_care", _("In hospital, or in the care of an institution")
    MOVED = "moved", _("Has moved away")
    WEATHER = "weather", _("Weather, roads or another force kept people away")
    DONE_OTHERWISE = "otherwise", _("Another office did it")
    MISTAKE = "mistake", _("It should not have been owed")


class Round(models.Model):
    """All records of the register looked at for one period, in batches: `after` is the last one so far."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="rounds", db_index=False)
    period = models.CharField(max_length=10)
    after = models.UUIDField(null=True)
    done = models.BooleanField(default=False)
    # What failed waits until then, and keeps no other round from being looked at.
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["obligation", "period"], name="one_round_per_period")]
        indexes = [models.Index(fields=["id"], name="round_not_done", condition=Q(done=False))]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.period}"


class ComingOfAge(models.Model):
    """When somebody reaches an age, as a keyed digest of the day; empty when no day of birth is known."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Of the register, with the day of birth.
    field = models.CharField(max_length=60)
    years = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    reached = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "field", "years"], name="one_age_per_record")]
        indexes = [models.Index(fields=["digest"], name="coming_of_age_day")]

    def __str__(self) -> str:
        return f"{self.record_id} {self.years}"


class OwedQuerySet(models.QuerySet["Owed"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the acting post's organisation owes on records that the post sees; of nobody's the portal office."""
        post = user.acting_post if user.is_authenticated else None
        return self.none() if post is None else self.visible_as(post)

    def visible_as(self, post: Post) -> Self:
        seen = reduce(or_, (_owed_by(hat) for hat in post.hats()))
        return self.filter(seen, record__in=Record.objects.visible_as(post).order_by().values("pk"))

    def open(self) -> Self:
        return self.filter(state=Owed.State.OPEN)

    def missed(self, now: datetime) -> Self:
        return self.open().filter(due_at__lt=now)

    def counted(self) -> Self:
        """All but what turned out not to be owed."""
        return self.exclude(state=Owed.State.DROPPED)

    def heard_of(self, now: datetime) -> Self:
        """For which the sweeper has something to do."""
        return self.filter(next_at__lte=now).order_by("next_at")


def _owed_by(post: Post) -> Q:
    own = Q(organisation__in=post.own_organisation_ids())
    if post.organisation.function != PORTAL_OFFICE:
        return own
    here = Q(area_code="") | lies_in(post.organisation.area_id, "area_code")
    return own | (Q(organisation=None) & here)


class Owed(models.Model):
    """Open until it is met or excused. Missed is what is open after `due_at`: no row says so, so no clock that jumps
    makes anything missed for good."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("met")
        EXCUSED = "excused", _("excused")
        # Before it was due its rule no longer held, the day moved, or the record was erased.
        DROPPED = "dropped", _("no longer owed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="owed", db_index=False)
    version = models.ForeignKey(ObligationVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="owed")
    period = models.CharField(max_length=10)
    first = models.DateField()
    # Empty when nobody answers for it there: the portal office sees it.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # That of the record then.
    area_code = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    appears_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    # When somebody is to hear of it next, and how many of its rungs were climbed.
    next_at = models.DateTimeField(null=True)
    climbed = models.PositiveSmallIntegerField(default=0)
    met_by = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="+")
    met_on = models.DateField(null=True)
    excused_for = models.CharField(max_length=10, choices=ExcuseReason, blank=True)
    excused_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    excused_at = models.DateTimeField(null=True)

    objects = OwedQuerySet.as_manager()

    class Meta:
        verbose_name = _("what is owed on a record")
        verbose_name_plural = _("what is owed on records")
        constraints = [
            models.UniqueConstraint(fields=["obligation", "record", "period"], name="owed_once_per_record_and_period")
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due_at", "id"], name="owed_inbox"),
            models.Index(fields=["obligation", "period", "organisation", "state"], name="owed_coverage"),
            models.Index(fields=["next_at"], name="owed_heard", condition=Q(next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.record_id}"

    @property
    def is_missed(self) -> bool:
        return self.state == self.State.OPEN and self.due_at < timezone.now()

    @property
    def was_late(self) -> bool:
        """Met, and not in time."""
        return self.met_on is not None and self.met_on > timezone.localdate(self.due_at)
