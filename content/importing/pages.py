"""From a parsed document to a page of the site."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.text import slugify

from content.importing.levels import level_of
from content.models import Disclosure, PolicyIndexPage, PolicyPage, Validity
from content.outline import BETWEEN_UNITS, outline_of
from content.policytext.document import Allocation, Clause, Document
from content.setup import ensure_site
from portal.pinyin import syllables

LONGEST_SLUG, LONGEST_ISSUERS = 60, 1000
# The id of a clause, who leads, who cooperates.
Row = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Imported:
    page: PolicyPage
    created: bool
    published: bool


def import_document(
    document: Document, *, publish: bool = False, by: AbstractBaseUser | AnonymousUser | None = None
) -> Imported:
    """Creates the page of a document, or brings it up to date, as one transaction.

    A document is the same when its number is the same or, without a number, when source and title are. Without
    `publish` a new page is a draft, and a page that is live stays as it is with a newer draft beside it.
    """
    with transaction.atomic():
        index = ensure_site().policies
        # Whoever takes the same document in at the same moment waits, and then finds this page.
        PolicyIndexPage.objects.select_for_update(of=("self",)).get(pk=index.pk)
        page = page_of(document)
        created = page is None
        page = page or PolicyPage(slug=_free_slug(document, index), live=False)
        page = page.get_latest_revision_as_object() if not created else page
        _fill(page, document)
        if created:
            index.add_child(instance=page)
        revision = page.save_revision(log_action=True, user=by)
        if publish:
            revision.publish(user=by)
            page.refresh_from_db()
        return Imported(page, created, publish)


def page_of(document: Document) -> PolicyPage | None:
    """The page that the document has already."""
    pages = PolicyPage.objects.documents().order_by("pk")
    if document.document_number:
        found = pages.filter(document_number=document.document_number)
    else:
        found = pages.filter(document_number="", source=document.source[:200], title=_title(document))
    same: PolicyPage | None = found.first()
    return same


def _title(document: Document) -> str:
    return (document.title or document.source)[:255]


def _fill(page: PolicyPage, document: Document) -> None:
    page.title = _title(document)
    page.draft_title = page.title
    page.document_number = document.document_number[:60]
    page.index_number = document.index_number[:60]
    page.issuer = document.issuer[:LONGEST_ISSUERS]
    page.level = page.level or level_of(page.issuer)
    page.issued_on, page.published_on = document.issued_on, document.published_on
    page.validity = Validity.CONSULTATION if document.status else Validity.IN_FORCE
    page.disclosure = _disclosure(document.disclosure)
    page.subject_words = document.subject_words[:200]
    page.addressees = "\n".join(document.addressees)
    page.cites = "\n".join(document.cites)
    page.attachments = "\n".join(document.attachments)
    page.source = document.source[:200]
    page.summary = _summary(document)
    page.body = _body(document, confirmed=_confirmed(outline_of(page.body)))


def _disclosure(mark: str) -> str:
    if "依申请" in mark:
        return Disclosure.ON_REQUEST
    return Disclosure.WITHHELD if "不公开" in mark or "不予" in mark else Disclosure.PUBLISHED


def _summary(document: Document) -> str:
    titles = [clause.title for clause in document.clauses if clause.level == 1 and clause.title]
    return "；".join(titles)[:500]


def _confirmed(outline: dict[str, Any]) -> set[Row]:
    """The rows that an editor has confirmed, so that importing the document again does not hide them."""
    rows = ((clause["id"], row) for clause in outline["clauses"] for row in clause["allocations"])
    return {(name, tuple(row["leads"]), tuple(row["cooperating"])) for name, row in rows if not row["printed"]}


def _body(document: Document, *, confirmed: set[Row]) -> list[tuple[str, Any]]:
    return [
        *(("paragraph", text) for text in document.preamble),
        *(("clause", _clause(clause, confirmed)) for clause in document.clauses),
        *(("annex", {"title": annex.title[:200], "text": "\n".join(annex.paragraphs)}) for annex in document.annexes),
    ]


def _clause(clause: Clause, confirmed: set[Row]) -> dict[str, Any]:
    return {
        "level": str(clause.level),
        "number": clause.number[:12],
        "inferred": clause.inferred,
        "title": clause.title,
        "text": clause.text,
        "allocations": [
            _allocation(row) | {"confirmed": row.confirmed or (clause.id, row.leads, row.cooperating) in confirmed}
            for row in clause.allocations
        ],
    }


def _allocation(allocation: Allocation) -> dict[str, Any]:
    return {
        "leads": BETWEEN_UNITS.join(allocation.leads),
        "cooperating": BETWEEN_UNITS.join(allocation.cooperating),
        "printed": allocation.printed,
        "text_from": allocation.text_from,
    }


def _free_slug(document: Document, index: PolicyIndexPage) -> str:
    """The number in pinyin, fu-zheng-fa-2016-57, so that an address can be read out and typed."""
    words = document.document_number.removesuffix("号") or document.title or document.source
    spelled = "-".join(syllables(re.sub(r"[〔〕]", "-", words)))
    base = slugify(spelled)[:LONGEST_SLUG].strip("-") or "document"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
