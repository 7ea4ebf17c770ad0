"""Which units a document allots something to, so that those of one unit are found without reading every document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from content.models.issuers import LONGEST_NAME

if TYPE_CHECKING:
    from content.models.policy import PolicyPage


class PolicyUnit(models.Model):
    """Made from the outline of the page at each saving; the name as it stands there."""

    page = models.ForeignKey("content.PolicyPage", on_delete=models.CASCADE, related_name="units")
    name = models.CharField(max_length=LONGEST_NAME, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="one_unit_of_a_document_once")]

    def __str__(self) -> str:
        return self.name


def keep_units(page: PolicyPage) -> None:
    """Brings the rows of a saved page up to date."""
    rows = [row for clause in page.outline.get("clauses", []) for row in clause["allocations"]]
    names = {name[:LONGEST_NAME] for row in rows for name in (*row["leads"], *row["cooperating"])}
    kept = set(PolicyUnit.objects.filter(page_id=page.pk).values_list("name", flat=True))
    PolicyUnit.objects.filter(page_id=page.pk, name__in=kept - names).delete()
    PolicyUnit.objects.bulk_create(
        [PolicyUnit(page_id=page.pk, name=name) for name in sorted(names - kept)], ignore_conflicts=True
    )
