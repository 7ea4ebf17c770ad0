"""What one person proposes and another decides."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post

WAITING = "waiting"


class ProposalQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(state=WAITING)

    def decided(self) -> Self:
        return self.exclude(state=WAITING)


class Proposal(models.Model):
    """Each kind has a `state` of its own words, whose first is `waiting`; see workflows.rights.deciding."""

    proposed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    decided_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)

    class Meta:
        abstract = True
        ordering = ["-proposed_at", "-pk"]
