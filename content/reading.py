"""A policy document prepared for its template: nothing is looked up or decided there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from content.models import PolicyPage


def document_for_reading(page: PolicyPage, outline: dict[str, Any]) -> dict[str, Any]:
    """The variables of `content/policy_page.html`. At most one query: the cited documents that are on this site."""
    clauses = [_clause(clause) for clause in outline.get("clauses", [])]
    return {
        "preamble": outline.get("preamble", []),
        "clauses": clauses,
        "contents": [clause for clause in clauses if clause["level"] <= 2 and clause["title"]],
        "closing": outline.get("closing", []),
        "annexes": [{"title": a["title"], "lines": a["text"].splitlines()} for a in outline.get("annexes", [])],
        "facts": list(_facts(page)),
        "cited": _cited(page),
    }


def _clause(clause: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": clause["id"],
        "anchor": quote(clause["id"]),
        "level": clause["level"],
        "tag": f"h{min(clause['level'] + 1, 5)}",
        "number": clause["number"],
        "title": clause["title"],
        "paragraphs": clause["text"].split("\n") if clause["text"] else [],
        "duties": clause["allocations"],
        "leads": list(dict.fromkeys(unit for row in clause["allocations"] for unit in row["leads"])),
    }


def _facts(page: PolicyPage) -> Iterable[tuple[str, str]]:
    """Label and value of everything that is known about the document."""
    rows = (
        (_("Index number"), page.index_number),
        (_("Document number"), page.document_number),
        (_("Issued by"), page.issuer),
        (_("Date of issue"), _day(page.issued_on)),
        (_("Date of publication"), _day(page.published_on)),
        (_("In force from"), _day(page.effective_on)),
        (_("In force until"), _day(page.expires_on)),
        (_("Validity"), page.get_validity_display()),
        (_("Disclosure"), page.get_disclosure_display()),
        (_("Subject"), page.subject),
        (_("Subject words"), page.subject_words),
        (_("Addressed to"), "；".join(page.addressee_list)),
        (_("Attachments"), "\n".join(page.attachments.splitlines())),
    )
    return ((label, value) for label, value in rows if value)


def _day(day: Any) -> str:
    return date_format(day) if day else ""


def _cited(page: PolicyPage) -> list[dict[str, str]]:
    """Document numbers, each with an address when the document is on this site."""
    numbers = page.cited_numbers
    if not numbers:
        return []
    here = type(page).objects.live().filter(document_number__in=numbers).for_lists()
    addresses = {other.document_number: other.url for other in here}
    return [{"number": number, "url": addresses.get(number) or ""} for number in numbers]
