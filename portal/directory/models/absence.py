"""Absences: from a day to a day another post does the work of one. Rows stay: they say who could do what, and when."""

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.lines import is_next_above
from portal.directory.models.person import User
from portal.directory.models.post import Post

# So long somebody who comes with an old link is told that the time is over.
LATELY = timedelta(days=60)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def uncancelled(self) -> Self:
        return self.filter(cancelled_at=None)

    def in_force(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.uncancelled().filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, on: date | None = None) -> Self:
        """Those of today and those to come."""
        return self.uncancelled().filter(ends_on__gte=on or timezone.localdate())

    def lately_over(self) -> Self:
        """Those that ended, by themselves or earlier, within the last weeks."""
        today = timezone.localdate()
        over = Q(ends_on__lt=today) | Q(cancelled_at__isnull=False)
        return self.filter(over, starts_on__lte=today, ends_on__gte=today - LATELY).order_by("-ends_on")

    def touching(self, first: date, last: date) -> Self:
        """Those with a day in common with that time."""
        return self.uncancelled().filter(starts_on__lte=last, ends_on__gte=first)


class Absence(models.Model):
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences", verbose_name=_("absent post"))
    substitute = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="substitutions", verbose_name=_("substitute")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    cancelled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    cancelled_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(post=F("substitute")), name="nobody_stands_in_for_oneself"),
        ]
        indexes = [
            models.Index(fields=["substitute", "ends_on"], name="absence_substitute_until"),
            models.Index(fields=["post", "ends_on"], name="absence_post_until"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.substitute_id}"

    @property
    def is_in_force(self) -> bool:
        return self.cancelled_at is None and self.starts_on <= timezone.localdate() <= self.ends_on

    @property
    def last_day(self) -> date:
        """The day it ended, or will end."""
        ended = timezone.localdate(self.cancelled_at) if self.cancelled_at else self.ends_on
        return min(ended, self.ends_on)

    def clean(self) -> None:
        """Raises ValidationError for what no substitute can be: see the sentences."""
        super().clean()
        if self.starts_on and self.ends_on:
            self._check_days()
        if self.post_id and self.substitute_id:
            self._check_people()
        if self.starts_on and self.ends_on and self.post_id and self.substitute_id:
            self._check_time(self.starts_on, self.ends_on)

    def _check_days(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The absence ends before it begins. Give a later day.")})
        if self._state.adding and self.ends_on < timezone.localdate():
            raise ValidationError({"ends_on": _("This time is over already. What was done in it cannot be changed.")})

    def _check_people(self) -> None:
        if self.substitute.user_id == self.post.user_id:
            raise ValidationError({"substitute": _("Nobody stands in for oneself. Choose somebody else.")})
        if not may_stand_in(self.substitute, self.post):
            raise ValidationError({"substitute": _(
                "A substitute is of the same organisation, or a leader of the one next above. Choose somebody else."
            )})  # fmt: skip

    def _check_time(self, first: date, last: date) -> None:
        if not (self.post.is_current(first) and self.post.is_current(last)):
            raise ValidationError({"ends_on": _("You can only be absent from a post while you hold it.")})
        if not (self.substitute.is_current(first) and self.substitute.is_current(last)):
            raise ValidationError({"substitute": _("That post has not begun or ends in this time. Choose another.")})
        if Absence.objects.filter(post=self.post).exclude(pk=self.pk).touching(first, last).exists():
            raise ValidationError({"starts_on": _("There is a substitute in this time already. End that first.")})
        if Absence.objects.filter(post=self.substitute).touching(first, last).exists():
            raise ValidationError({"substitute": _("That person is absent in this time too. Choose somebody else.")})


def may_stand_in(substitute: Post, post: Post) -> bool:
    """Is the substitute near enough: of the same organisation, or a leader of the one next above?"""
    mine, theirs = post.organisation, substitute.organisation
    if mine.pk == theirs.pk:
        return True
    return substitute.leads and is_next_above(theirs.function, theirs.area_id, mine.function, mine.area_id)
