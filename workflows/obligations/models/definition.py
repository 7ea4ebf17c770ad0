"""An obligation as it is edited, and the versions it is published as."""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.versions.models import Edited, Version
from portal.directory.functions import function_choices
from portal.streams import UnlistedStreamField
from workflows.obligations.blocks import HeardsBlock
from workflows.obligations.schema import ObligationSchema


class Obligation(Edited):
    """`began_on` and `next_first` are no part of what is edited: since when it is owed, and the first day of the next
    period, for which no record has been looked at; None while it is not published, or owes no periods."""

    class Every(models.TextChoices):
        WEEK = "week", _("Each week")
        MONTH = "month", _("Each month")
        QUARTER = "quarter", _("Each quarter")
        YEAR = "year", _("Each year")
        EXPIRY = "", _("Before a day that the record names")

    class Who(models.TextChoices):
        DUTY_AT_PLACE = "duty_at_place", _("Who answers for a duty at the record's place")
        NAMED = "named", _("The organisation that the record names")
        OPENER = "opener", _("The organisation that opened the record")

    records = models.CharField(_("register"), max_length=60)
    form = models.CharField(_("form that is handed in"), max_length=60)
    instructions = models.TextField(_("what is to be done"), blank=True)
    instructions_en = models.TextField(_("what is to be done, in English"), blank=True)
    every = models.CharField(_("how often"), max_length=8, choices=Every, default=Every.MONTH, blank=True)
    expiry = models.CharField(_("field of the register with the day"), max_length=60, blank=True)
    days_before = models.PositiveSmallIntegerField(
        _("due so many days before that day"), default=0, validators=[MaxValueValidator(731)]
    )
    until_age = models.PositiveSmallIntegerField(
        _("ends on the birthday with this age"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )  # fmt: skip
    born = models.CharField(_("field of the register with the day of birth"), max_length=60, blank=True)
    when = models.TextField(_("only on records for which this holds"), blank=True)
    dated_by = models.CharField(_("field of the form that says on which day it was done"), max_length=60, blank=True)
    who = models.CharField(_("who owes it"), max_length=14, choices=Who, default=Who.DUTY_AT_PLACE)
    duty = models.CharField(_("duty"), max_length=40, choices=function_choices, blank=True)
    through = models.CharField(_("field of the register with the organisation"), max_length=60, blank=True)
    roles = models.JSONField(_("who there does it"), default=list, blank=True)
    shown_days = models.PositiveSmallIntegerField(
        _("in the inbox so many days before it is due"), null=True, blank=True, validators=[MaxValueValidator(731)]
    )
    grace_days = models.PositiveSmallIntegerField(
        _("days after the period in which it still counts"), default=0, validators=[MaxValueValidator(60)]
    )
    least_days = models.PositiveSmallIntegerField(
        _("a new record owes it when so many days are left"), default=15, validators=[MaxValueValidator(366)]
    )
    working = models.BooleanField(_("count working days"), default=False)
    ladder = UnlistedStreamField(HeardsBlock(), verbose_name=_("who hears of it, and when"), blank=True)

    began_on = models.DateField(null=True, editable=False)
    next_first = models.DateField(null=True, editable=False)
    # The day for which it was looked who comes of age.
    aged_on = models.DateField(null=True, editable=False)

    # There is nothing to look at before it runs but what the editor says.
    preview_modes: list[tuple[str, str]] = []
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="obligation")

    class Meta(Edited.Meta):
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Of a revision is what is edited; since when it is owed is of the row, whichever revision is published."""
        said: Self = super().with_content_json(content)
        said.began_on, said.next_first, said.aged_on = self.began_on, self.next_first, self.aged_on
        return said

    @property
    def current_version(self) -> "ObligationVersion | None":
        return self.versions.order_by("-number").first()


class ObligationVersion(Version):
    """A published obligation. What is owed stays on the version under which it became owed."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["obligation", "-number"]
        verbose_name = _("obligation version")
        verbose_name_plural = _("obligation versions")
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="one_obligation_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.obligation} {self.number}"

    @property
    def schema(self) -> ObligationSchema:
        return self.read_as(ObligationSchema)
