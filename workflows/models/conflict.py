"""The conflict rule: who is named in a case, and everybody in that organisation, has no part in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Organisation, Post
from portal.writtenonce import WrittenOnce


class CaseExclusion(models.Model):
    """An organisation that is shut out of a case, whatever relation it would have to it."""

    case = models.ForeignKey("workflows.Case", on_delete=models.CASCADE, related_name="exclusions")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    # Empty when the report itself names the organisation.
    by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")
        constraints = [models.UniqueConstraint(fields=["case", "organisation"], name="one_exclusion_per_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.case_id}"


class LiftedExclusion(WrittenOnce):
    """One that is over: who was shut out by whom and why, and who let them in again and why."""

    case = models.ForeignKey("workflows.Case", on_delete=models.CASCADE, related_name="lifted_exclusions")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField()
    lifted_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    lifted_because = models.CharField(_("why it was lifted"), max_length=300)
    lifted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["lifted_at", "pk"]
        verbose_name = _("lifted exclusion")
        verbose_name_plural = _("lifted exclusions")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.case_id}"


def shut_out(post: Post, *, case: str) -> models.Exists:
    """For queries: the person of that post works today, in this post or another, where the case shuts people out, or
    in what came after such an organisation.

    `case` is the column that holds the case. One look into an index that hardly ever holds a row.
    """
    concerned = post.concerned_ids()
    rows = CaseExclusion.objects.filter(case=models.OuterRef(case), organisation__in=concerned)
    return models.Exists(rows)
