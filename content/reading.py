"""A policy document prepared for its template: nothing is looked up or decided there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from content.models import PolicyPage


KEPT_SECONDS = 24 * 60 * 60


def document_for_reading(page: PolicyPage, outline: dict[str, Any]) -> dict[str, Any]:
    """The variables of `content/policy_page.html`. At most one query: the cited documents that are on this site."""
    return {"facts": list(_facts(page)), "cited": _cited(page), **_html(page, outline)}


def _html(page: PolicyPage, outline: dict[str, Any]) -> dict[str, SafeString]:
    """Contents and text, rendered once for each state of the document and each language."""
    state = f"{page.pk}:{page.issued_on}:{page.issuer}:{page.addressees}:{outline['digest']}:{get_language()}"
    key = f"policy:{hashlib.blake2b(state.encode(), digest_size=16).hexdigest()}"
    kept: dict[str, SafeString] | None = cache.get(key)
    if kept is None:
        kept = _render(page, outline)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _render(page: PolicyPage, outline: dict[str, Any]) -> dict[str, SafeString]:
    clauses = [_clause(clause) for clause in outline["clauses"]]
    contents = [clause for clause in clauses if clause["level"] <= 2 and clause["title"]]
    context = {
        "page": page,
        "preamble": outline["preamble"],
        "clauses": clauses,
        "closing": outline["closing"],
        "annexes": [{"title": annex["title"], "lines": annex["text"].splitlines()} for annex in outline["annexes"]],
    }
    return {
        "contents": render_to_string("content/contents.html", {"contents": contents}) if contents else SafeString(""),
        "text": render_to_string("content/policy_text.html", context),
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
    here = type(page).objects.live().sibling_of(page).filter(document_number__in=numbers)
    addresses = {number: f"../{slug}/" for number, slug in here.values_list("document_number", "slug")}
    return [{"number": number, "url": addresses.get(number, "")} for number in numbers]
