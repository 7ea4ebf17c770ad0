"""Two cases that have to do with each other and stay two."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from workflows.models.case import Case
from workflows.models.effect import EffectRun


class CaseLink(models.Model):
    """From the earlier case to the later one. Who sees the one learns of the other only if they see that, too."""

    class Kind(models.TextChoices):
        STARTED = "started", _("started from it")
        NEWER = "newer", _("a newer report on the same matter")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=8, choices=Kind)
    # What started the other case: each effect starts one.
    run = models.OneToOneField(EffectRun, on_delete=models.PROTECT, null=True, related_name="started")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="one_link_from_case_to_case")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.other_id}"


def started_from(cases: set[UUID]) -> set[UUID]:
    """All that were started from these, from those that were, and so on; without these."""
    found, asked = set(cases), set(cases)
    while asked:
        links = CaseLink.objects.filter(case__in=asked, kind=CaseLink.Kind.STARTED)
        asked = set(links.values_list("other", flat=True)) - found
        found |= asked
    return found - cases


def came_from(case: Case) -> list[Case]:
    """The case that this one was started from, the one that that was, and so on."""
    found: list[Case] = []
    link = _start_of(case)
    while link is not None and link.case not in found:
        found.append(link.case)
        link = _start_of(link.case)
    return found


def _start_of(case: Case) -> CaseLink | None:
    links = CaseLink.objects.filter(other=case, kind=CaseLink.Kind.STARTED)
    return links.select_related("case__version").first()
