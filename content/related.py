"""Other pages that a policy document leads to: what it changes and is changed by, cites, and is explained by.

Only what everybody may read is named, also to who may read more: the page is kept for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from content.text import in_language

if TYPE_CHECKING:
    from content.models import PolicyPage
    from content.models.relations import PolicyRelation

# What is said on the other document, of the one that names it.
SAID_OF_OTHER: dict[str, Promise] = {
    "replaces": pgettext_lazy("this document", "replaced by"),
    "repeals": pgettext_lazy("this document", "repealed by"),
    "repeals_parts": pgettext_lazy("this document", "repealed in parts by"),
    "amends": pgettext_lazy("this document", "amended by"),
    "final_of": pgettext_lazy("this document", "became in the end"),
    "implements": pgettext_lazy("this document", "carried out by"),
}


@dataclass(frozen=True)
class Other:
    """A document on this site. `takes_effect` is the day from which what it does to this one holds."""

    title: str
    number: str
    url: str
    takes_effect: date | None


@dataclass(frozen=True)
class Explained:
    """A page below a document that explains it."""

    kind: str
    label: str | Promise
    slug: str
    title: str
    title_en: str

    @property
    def shown_title(self) -> str:
        return in_language(self.title, self.title_en)


@dataclass(frozen=True)
class Relation:
    """`kind` as stored; `incoming` when the other one names this one."""

    kind: str
    label: str | Promise
    other: Other
    passage: str
    incoming: bool


@dataclass
class Related:
    relations: list[Relation] = field(default_factory=list)
    # Document numbers, each with the document when it is on this site.
    cited: list[tuple[str, Other | None]] = field(default_factory=list)
    # Where a draft is commented on; empty where nobody can.
    comments_url: str = ""

    def changed_by(self, *kinds: str) -> list[Relation]:
        return [relation for relation in self.relations if relation.incoming and relation.kind in kinds]


def related(page: PolicyPage) -> Related:
    """At most four queries: both kinds of relations, the documents themselves, and which of them are closed."""
    outgoing = list(page.relations.all())
    incoming = list(page.related_from.all()) if page.pk else []
    numbers = page.cited_numbers
    others = _others(page, [*outgoing, *incoming], numbers)
    by_number = {other.number: other for other in others.values()}
    return Related(
        relations=[
            *_relations(others, ((row, row.other_id) for row in outgoing), incoming=False),
            *_relations(others, ((row, row.page_id) for row in incoming), incoming=True),
        ],
        cited=[(number, by_number.get(number)) for number in numbers],
        comments_url=_comments_url(page),
    )


def _comments_url(page: PolicyPage) -> str:
    if not page.comments_until or not page.comments_at_id:
        return ""
    form_page = Page.objects.live().public().filter(pk=page.comments_at_id).first()
    return f"{form_page.url}?document={page.pk}" if form_page and form_page.url else ""


def _relations(
    others: dict[int, Other], rows: Iterable[tuple[PolicyRelation, int]], *, incoming: bool
) -> list[Relation]:
    """Labels in whatever language it is read in: what surrounds a document is remembered for readers of all."""
    return [
        Relation(
            row.kind,
            SAID_OF_OTHER[row.kind] if incoming else dict(row._meta.get_field("kind").flatchoices)[row.kind],
            others[other_id],
            row.passage,
            incoming,
        )
        for row, other_id in rows
        if other_id in others
    ]


def _others(page: PolicyPage, rows: list[Any], numbers: list[str]) -> dict[int, Other]:
    ids = {other_id for row in rows for other_id in (row.other_id, row.page_id)} - {page.pk, None}
    if not ids and not numbers:
        return {}
    fields = ("pk", "title", "document_number", "slug", "effective_on", "issued_on")
    wanted = Q(pk__in=ids) | Q(document_number__in=numbers)
    found = type(page).objects.filter(page.open_to_all, wanted).values_list(*fields)
    return {
        pk: Other(title, number, f"../{slug}/", effective or issued)
        for pk, title, number, slug, effective, issued in found
    }
