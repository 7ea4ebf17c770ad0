"""What became of places: former names, and the places that came after them."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from portal.directory.models.area import Area


class AreaFormerName(models.Model):
    """What a place was called before, under the same code."""

    area = ParentalKey(Area, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=80, db_index=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["area_id", "valid_until", "pk"]
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name


class AreaSuccessionQuerySet(models.QuerySet["AreaSuccession"]):
    def by(self, day: date) -> Self:
        """What had happened by that day."""
        return self.filter(on__lte=day)


class AreaSuccession(models.Model):
    """One code came to an end, another took its place. A split is several of these; a merger has one new for many."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Renumbered or renamed")
        MERGED = "merged", _("Merged into another")
        SPLIT = "split", _("Split into several")

    old = ParentalKey(Area, on_delete=models.CASCADE, related_name="successors", verbose_name=_("old area"))
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="predecessors", verbose_name=_("new area"))
    on = models.DateField(_("first day of the new"), db_index=True)
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)

    objects = AreaSuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["old_id", "on", "new_id"]
        verbose_name = _("successor")
        verbose_name_plural = _("successors")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="one_succession_of_two_areas"),
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="no_area_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"

    def clean(self) -> None:
        super().clean()
        if self.new_id and self.new_id == self.old_id:
            raise ValidationError({"new": _("An area cannot come after itself.")})
