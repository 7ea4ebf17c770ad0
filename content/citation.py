"""How a document is quoted: GB/T 7714-2015, the form of an electronic document."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from content.models import PolicyPage


def citation(page: PolicyPage, address: str, today: date) -> str:
    """Who, what and where, with the day of the document and the day it was read."""
    author = f"{page.issuer}. " if page.issuer else ""
    title = f"{page.title}: {page.document_number}" if page.document_number else page.title
    issued = f"({page.issued_on.isoformat()})" if page.issued_on else ""
    return f"{author}{title}[EB/OL]. {issued}[{today.isoformat()}]. {address}."
