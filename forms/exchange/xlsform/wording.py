"""Findings as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.exchange.xlsform.findings import Finding

SEVERITIES: dict[str, Promise] = {
    "error": gettext_lazy("stops the import"),
    "dropped": gettext_lazy("left out"),
    "changed": gettext_lazy("changed"),
}


def where(finding: Finding) -> str:
    """`survey, row 12, relevant`."""
    row = _("row %(row)s") % {"row": finding.row} if finding.row else ""
    return ", ".join(part for part in (finding.sheet, row, finding.column) if part)


def sentence(finding: Finding) -> str:
    """One line for a terminal."""
    parts = (where(finding), f"{SEVERITIES[finding.severity]}: {finding.message}")
    return ": ".join(part for part in parts if part)
