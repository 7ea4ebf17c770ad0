"""A paper that is kept and used no further than its open work needs, because the person objected (PIPL, article 44)."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Post
from workflows.rights.models.request import DataRequest
from workflows.rights.models.target import in_area_of


class RestrictionQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        return self.filter(lifted_at=None)

    def in_area_of(self, post: Post) -> Self:
        return self.filter(in_area_of(post, submission="submission", case=""))


class Restriction(models.Model):
    """What it means for who reads is in workflows.policies, by `CaseSubmission.restricted`."""

    request = models.ForeignKey(DataRequest, on_delete=models.PROTECT, related_name="restrictions")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"), auto_now_add=True)
    lifted_by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ["-set_at", "-pk"]
        verbose_name = _("restriction of processing")
        verbose_name_plural = _("restrictions of processing")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "submission"],
                name="one_live_restriction_per_paper_and_request",
                condition=models.Q(lifted_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.submission_id}"
