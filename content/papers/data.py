"""A policy page as data, in the shape of `import_policy --json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from content.text import lines_of

if TYPE_CHECKING:
    from content.models import PolicyPage


def data_of(page: PolicyPage, outline: dict[str, Any]) -> dict[str, Any]:
    """What is printed or confirmed, nothing that was only inferred; None where the document does not say."""
    return {
        # Of a document that was taken in it is the name of somebody's file.
        "source": page.source if page.source.startswith(("https://", "http://")) else None,
        "title": page.title,
        "document_number": page.document_number or None,
        "issuer": page.issuer or None,
        "issued_on": page.issued_on.isoformat() if page.issued_on else None,
        "published_on": page.published_on.isoformat() if page.published_on else None,
        "index_number": page.index_number or None,
        "addressees": page.addressee_list,
        "cites": page.cited_numbers,
        "disclosure": page.disclosure,
        "status": page.standing.value,
        "attachments": lines_of(page.attachments),
        "clauses": outline["clauses"],
    }
