"""Findings as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.exchange.findings import Finding

SEVERITIES: dict[str, Promise] = {
    "error": _("stops the import"),
    "missing": _("still to be said"),
    "changed": _("changed"),
    "dropped": _("left out"),
}


def sentence(finding: Finding) -> str:
    """One line for a terminal."""
    parts = (finding.element, f"{SEVERITIES[finding.severity]}: {finding.message}")
    return ": ".join(part for part in parts if part)
