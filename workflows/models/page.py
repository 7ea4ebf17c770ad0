"""Pages of the public site that cases have published."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from workflows.models.case import Case


class CasePage(models.Model):
    """The page of that kind that a case has published: one, however often it is published again.

    Without a page it was deleted by hand; then there is none any more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="pages")
    # A key of workflows.pagekinds.PAGE_KINDS.
    kind = models.CharField(_("kind"), max_length=40)
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="one_page_of_a_kind_per_case")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.page_id}"
