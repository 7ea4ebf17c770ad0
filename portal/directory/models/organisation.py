"""Organisations: who there is, what they were called, and who has their tasks now."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.directory import codes
from portal.directory.functions import function_choices
from portal.directory.models.area import Area


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def within(self, code: str) -> Self:
        first, behind = codes.bounds(code)
        return self.filter(area_id__gte=first, area_id__lt=behind)

    def with_function(self, *functions: str) -> Self:
        return self.filter(function__in=functions)


class Organisation(ClusterableModel, models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    function = models.CharField(_("function"), max_length=40, choices=function_choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="organisations", verbose_name=_("area"))
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["area_id", "function", "name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class OrganisationFormerName(models.Model):
    """What an organisation was called, from a day to a day, as far as they are known."""

    organisation = ParentalKey(
        Organisation, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=120, db_index=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["organisation_id", "valid_until", "pk"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="former_name_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationSuccessionQuerySet(models.QuerySet["OrganisationSuccession"]):
    def of_tasks(self, function: str | OuterRef, day: date) -> Self:
        """What had been handed over by that day: everything, or that function."""
        return self.filter(Q(function="") | Q(function=function), on__lte=day)


class OrganisationSuccession(models.Model):
    """Another organisation took over: all tasks, or those of one function."""

    old = ParentalKey(
        Organisation, on_delete=models.CASCADE, related_name="successors", verbose_name=_("old organisation")
    )
    new = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("new organisation")
    )
    on = models.DateField(_("first day of the new"))
    function = models.CharField(
        _("only for"), max_length=40, choices=function_choices, blank=True, help_text=_("Empty: all tasks.")
    )

    objects = OrganisationSuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["old_id", "on", "new_id"]
        verbose_name = _("successor")
        verbose_name_plural = _("successors")
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "function"], name="one_succession_of_two_organisations"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="no_organisation_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"

    def clean(self) -> None:
        super().clean()
        if self.new_id and self.new_id == self.old_id:
            raise ValidationError({"new": _("An organisation cannot come after itself.")})
