"""Each of those who issued a document, as lists are narrowed by them. Made from the page at each saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from content.policytext.issuers import issuers_of

if TYPE_CHECKING:
    from content.models.policy import PolicyPage


LONGEST_NAME = 200


class PolicyIssuer(models.Model):
    page = models.ForeignKey("content.PolicyPage", on_delete=models.CASCADE, related_name="issuers")
    name = models.CharField(max_length=LONGEST_NAME, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="one_issuer_once")]

    def __str__(self) -> str:
        return self.name


def keep_issuers(page: PolicyPage) -> None:
    """Brings the rows of a saved page up to date."""
    names = {name[:LONGEST_NAME]: None for name in issuers_of(page.issuer)}
    rows = PolicyIssuer.objects.filter(page_id=page.pk)
    kept = set(rows.values_list("name", flat=True))
    if kept - names.keys():
        rows.exclude(name__in=names).delete()
    PolicyIssuer.objects.bulk_create(
        [PolicyIssuer(page_id=page.pk, name=name) for name in names if name not in kept], ignore_conflicts=True
    )
