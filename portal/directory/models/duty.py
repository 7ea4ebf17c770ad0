"""What each organisation answers for, in which place."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory import codes
from portal.directory.functions import function_choices
from portal.directory.models.area import Area
from portal.directory.models.organisation import Organisation


class DutyQuerySet(models.QuerySet["Duty"]):
    def at(self, kinds: Iterable[str], places: Iterable[str]) -> Self:
        """Every row about those duties at those codes, the narrowest area first, also of closed organisations."""
        duties = self.filter(kind__in=kinds, area_id__in=places)
        return duties.select_related("organisation", "area").order_by("-area__level", "area_id")

    def answering(self, kind: str, code: str) -> Self:
        """Who answers for that duty at that place, the narrowest area first. Knows no history: see `routing.py`."""
        return self.at([kind], codes.lineage(code)).filter(organisation__active=True)


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
