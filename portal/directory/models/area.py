"""Places, as a tree by code."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from portal.directory import codes


def validate_code(value: str) -> None:
    if not codes.is_code(value):
        raise ValidationError(_("An area code has twelve digits, for example 330106109000."))


class AreaQuerySet(models.QuerySet["Area"]):
    def within(self, code: str) -> Self:
        """The area of that code and all below it, by one index range."""
        first, behind = codes.bounds(code)
        return self.filter(code__gte=first, code__lt=behind)

    def children_of(self, code: str) -> Self:
        return self.within(code).filter(level=codes.level_of(code) + 1)

    def lineage_of(self, code: str) -> Self:
        """The area itself and all above it, the widest first."""
        return self.filter(code__in=codes.lineage(code)).order_by("level")

    def current(self, on: date | None = None) -> Self:
        """Those that have not ended by that day, today unless told."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=on or timezone.localdate()))

    def ended(self, on: date | None = None) -> Self:
        return self.filter(valid_until__lt=on or timezone.localdate())


class Area(ClusterableModel, models.Model):
    """A place. One that has ended stays, so that old codes still resolve: see `resolving.py`."""

    code = models.CharField(_("code"), max_length=12, primary_key=True, validators=[validate_code])
    name = models.CharField(_("name"), max_length=80)
    level = models.PositiveSmallIntegerField(_("level"), editable=False, db_index=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    # The last day. Indexed because hardly any row has one.
    valid_until = models.DateField(_("until"), null=True, blank=True, db_index=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
                name="area_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.level = codes.level_of(self.code)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """Every level from prefecture down, written together as on an envelope."""
        names = Area.objects.lineage_of(self.code).filter(level__gte=codes.Level.PREFECTURE)
        return "".join(names.values_list("name", flat=True))

    @property
    def is_local(self) -> bool:
        return codes.is_local(self.code)
