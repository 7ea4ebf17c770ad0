"""Which days are worked and when offices are open: official holidays by year, additions by place, office hours."""

from datetime import date, time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Area


def _place() -> "models.ForeignKey[Area | None, Area | None]":
    return models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("place"),
        related_name="+",
        help_text=_("Only there, and in what lies in it. Empty: everywhere."),
    )


class CalendarYear(models.Model):
    """A year whose official days are all in. Of any other, deadlines say that its holidays are not known."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("Where the days are from: the notice with its number.")
    )

    class Meta:
        ordering = ["-year"]
        verbose_name = _("year whose holidays are complete")
        verbose_name_plural = _("years whose holidays are complete")

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day off, or one that is worked although the week says otherwise. Without a place it holds everywhere."""

    day = models.DateField(_("day"))
    is_worked = models.BooleanField(_("is worked"), default=False)
    title = models.CharField(_("title"), max_length=80)
    area = _place()

    class Meta:
        ordering = ["-day"]
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                condition=Q(area=None),
                name="one_special_day_everywhere",
                violation_error_message=_("This day is there already."),
            ),
            models.UniqueConstraint(
                fields=["day", "area"],
                name="one_special_day_per_place",
                violation_error_message=_("This day is there already for this place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.title}"


class OpeningTimes(models.Model):
    """When offices are open, from a day on until the next row for the same place: summer and winter times are rows."""

    area = _place()
    since = models.DateField(_("from"), default=date(2000, 1, 1))
    opens = models.TimeField(_("opens"), default=time(8, 30))
    break_from = models.TimeField(_("closes at noon"), default=time(12))
    break_until = models.TimeField(_("opens after noon"), default=time(14))
    closes = models.TimeField(_("closes"), default=time(17, 30))

    class Meta:
        ordering = ["-since"]
        verbose_name = _("office hours")
        verbose_name_plural = _("office hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("break_from"))
                & Q(break_from__lt=F("break_until"))
                & Q(break_until__lt=F("closes")),
                name="office_hours_go_forward",
                violation_error_message=_("These times do not follow one another."),
            ),
            models.UniqueConstraint(
                fields=["since"],
                condition=Q(area=None),
                name="one_opening_everywhere",
                violation_error_message=_("There are office hours from this day on already."),
            ),
            models.UniqueConstraint(
                fields=["area", "since"],
                name="one_opening_per_place",
                violation_error_message=_("There are office hours from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.opens:%H:%M}–{self.closes:%H:%M}"
