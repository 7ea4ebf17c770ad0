"""A legal hold: what it is on is not erased before its day, whatever else asks for it."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from workflows.rights.models.target import Targeted, TargetedQuerySet, either_one


class HoldQuerySet(TargetedQuerySet):
    def live(self) -> Self:
        """Neither lifted nor over. The last day counts."""
        return self.filter(lifted_at=None, until__gte=timezone.localdate())


class Hold(Targeted):
    # No personal data: whoever looks after retention reads it.
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"))
    placed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("placed by"))
    placed_at = models.DateTimeField(_("placed at"), auto_now_add=True)
    lifted_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = [either_one("hold_on_one_target")]

    def __str__(self) -> str:
        return self.number
