"""A policy document prepared for its template: nothing is looked up or decided there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import segno
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content import responsible
from content.attached import Attached, attached
from content.citation import citation
from content.outline import with_ids_of, without_duties
from content.related import Explained, Related, related
from content.standing import banner
from content.text import lines_of
from portal.bidi import numbers_in_order
from portal.language import direction, language_tag
from portal.pagecache import remembered
from portal.templatetags.portal_tags import icon

if TYPE_CHECKING:
    from content.models import PolicyPage


KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Around:
    """What else belongs to a document: asked for once for each state of the public pages."""

    related: Related
    files: list[Attached]
    explanations: list[Explained]


def document_for_reading(
    page: PolicyPage, outline: dict[str, Any], address: str, *, is_preview: bool
) -> dict[str, Any]:
    """The variables of `content/policy_page.html`. At most seven queries, however much there is."""
    today = timezone.localdate()
    around = _around(page) if is_preview else remembered(f"policy:{page.pk}", lambda: _around(page))
    return {
        "facts": list(_facts(page)),
        "banner": banner(page, around.related, today),
        "relations": around.related.relations,
        "cited": around.related.cited,
        "files": around.files,
        "explanations": around.explanations,
        "citation": citation(page, address, today),
        **_html(page, outline, address, around.related.comments_url if page.takes_comments_on(today) else ""),
    }


def translation_for_reading(page: PolicyPage, outline: dict[str, Any], address: str) -> dict[str, Any]:
    """The variables of `content/policy_translation.html`: what is known of the document, the document says."""
    document = page.original
    if document is None:
        return _html(page, outline, address, "")
    around: Around = remembered(f"policy:{document.pk}", lambda: _around(document))
    said = banner(document, around.related, timezone.localdate())
    outline = with_ids_of(without_duties(outline), document.outline)
    state = f"{outline['digest']}:{document.outline['digest']}:{document.url}"
    return {
        "document": document,
        # The other documents are led to from the document.
        "banner": replace(said, lead="", others=[]) if said else None,
        "explanations": page.explained(),
        **_html(page, outline | {"digest": state}, address, ""),
    }


def _around(page: PolicyPage) -> Around:
    return Around(related(page), attached(page), page.explained())


def _html(page: PolicyPage, outline: dict[str, Any], address: str, comments_url: str) -> dict[str, str]:
    """What is costly to make, once for each state of the document and each language."""
    state = f"{page.pk}:{page.issued_on}:{page.issuer}:{page.addressees}:{outline['digest']}:{get_language()}:{address}"
    state += f":{comments_url}:{icon('building')}"
    key = f"policy:{hashlib.blake2b(state.encode(), digest_size=16).hexdigest()}"
    kept: dict[str, str] | None = cache.get(key)
    if kept is None:
        kept = _render(page, outline, address, comments_url)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _render(page: PolicyPage, outline: dict[str, Any], address: str, comments_url: str) -> dict[str, str]:
    clauses = [_clause(clause) for clause in outline["clauses"]]
    contents = [clause for clause in clauses if clause["level"] <= 2 and clause["title"]]
    units = responsible.units(outline["clauses"])
    context = {
        "page": page,
        "comments_url": comments_url,
        "tag": language_tag(page.language),
        "original_address": page.original.url if page.original else "",
        "contents": contents,
        "preamble": outline["preamble"],
        "clauses": clauses,
        "closing": outline["closing"],
        "annexes": [{"title": annex["title"], "lines": annex["text"].splitlines()} for annex in outline["annexes"]],
    }
    code = segno.make(address, error="m").svg_data_uri(border=2, dark="#0a3f37", light="#fff", nl=False)
    return {
        "contents": render_to_string("content/contents.html", context) if contents else SafeString(""),
        "text": _in_order(page, render_to_string("content/policy_text.html", context)),
        "responsible": render_to_string("content/responsible.html", {"units": units}) if units else SafeString(""),
        "qr_code": code,
    }


def _in_order(page: PolicyPage, html: str) -> str:
    return numbers_in_order(html) if direction(page.language) == "rtl" else html


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
        (_("Level"), page.get_level_display()),
        (_("Date of issue"), _day(page.issued_on)),
        (_("Date of publication"), _day(page.published_on)),
        (_("In force from"), _day(page.effective_on)),
        (_("In force until"), _day(page.expires_on)),
        (_("Validity"), _validity(page)),
        (_("Disclosure"), page.get_disclosure_display()),
        (_("Subject"), page.subject),
        (_("Subject words"), page.subject_words),
        (_("Addressed to"), "；".join(page.addressee_list)),
        (_("Attachments"), "\n".join(lines_of(page.attachments))),
    )
    return ((label, value) for label, value in rows if value)


def _validity(page: PolicyPage) -> str:
    label = str(page.standing.label)
    if page.is_in_force or not page.validity_since:
        return label
    return _("%(validity)s since %(day)s") % {"validity": label, "day": _day(page.validity_since)}


def _day(day: Any) -> str:
    return date_format(day) if day else ""
