"""Organisations, and what each answers for in which place."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory import codes
from portal.directory.functions import function_choices
from portal.directory.models.area import Area


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def within(self, code: str) -> Self:
        first, behind = codes.bounds(code)
        return self.filter(area_id__gte=first, area_id__lt=behind)

    def with_function(self, *functions: str) -> Self:
        return self.filter(function__in=functions)


class Organisation(models.Model):
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


class DutyQuerySet(models.QuerySet["Duty"]):
    def answering(self, kind: str, code: str) -> Self:
        """Who answers for that duty at that place, the narrowest area first."""
        return (
            self.filter(kind=kind, area_id__in=codes.lineage(code), organisation__active=True)
            .select_related("organisation")
            .order_by("-area__level")
        )


class Duty(models.Model):
    """One organisation answers for one kind of duty in one area and in all below it that name nobody else."""

    kind = models.CharField(_("duty"), max_length=40, choices=function_choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="duties", verbose_name=_("area"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="duties", verbose_name=_("organisation")
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "area_id"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [models.UniqueConstraint(fields=["kind", "area"], name="one_answer_per_duty_and_area")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.area_id}"
