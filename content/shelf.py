"""`/policy/`: every document that everybody may read, narrowed by facets and found by any of its words."""

import re
from dataclasses import dataclass

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator
from django.db.models import Case, F, SmallIntegerField, When
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from content.facets import Facet, Narrowing
from content.models import Level, PolicyIndexPage, PolicyPage, SearchEntry, Validity
from content.models.policy import PolicyQuerySet
from content.models.search import ids
from content.models.validity import standing_now
from content.search import Piece, best_passage, excerpt, mark
from content.text import LONGEST_QUERY, terms_of

PER_PAGE = 20
YEAR = re.compile(r"[0-9]{4}")
LEVELS, VALIDITIES = tuple(Level.values), tuple(Validity.values)
FACETS = (
    Facet(
        "validity", _("Validity"), lambda: standing_now(),
        label=lambda value: Validity(value).label,
        order=lambda option: VALIDITIES.index(option[0]), accepts=VALIDITIES.__contains__,
    ),
    Facet(
        "level", _("Level"), lambda: F("level"),
        label=lambda value: Level(value).label,
        order=lambda option: LEVELS.index(option[0]), accepts=LEVELS.__contains__,
    ),
    Facet("issuer", _("Issued by"), lambda: F("issuers__name")),
    Facet("subject", _("Subject"), lambda: F("subject")),
    Facet(
        "year", _("Year"), lambda: ExtractYear("issued_on"),
        order=lambda option: -int(option[0]), accepts=lambda value: YEAR.fullmatch(value) is not None,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A document in the list; with the words that were searched for, marked, when there are any."""

    page: PolicyPage
    title: list[Piece]
    excerpt: list[Piece]


def show(request: HttpRequest, index: PolicyIndexPage) -> HttpResponse:
    return TemplateResponse(request, index.template, {**index.get_context(request), **shelf(request, index)})


def shelf(request: HttpRequest, index: PolicyIndexPage) -> dict[str, object]:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    terms = terms_of(query)
    narrowing = Narrowing(_facets(index), request.GET)
    pages = documents(index, terms)
    pager = Paginator(narrowing.narrowed(pages).for_lists(), PER_PAGE).get_page(request.GET.get("page"))
    facets = [] if index.is_translated else narrowing.shown(pages)
    return {
        "query": query,
        "facets": facets,
        "chosen": [facet.chosen for facet in facets if facet.chosen],
        "kept": narrowing.chosen,
        "is_filtered": bool(terms or narrowing.chosen),
        "found": pager,
        "hits": _hits(pager, terms),
        "feed_query": _feed_query(request),
    }


def _facets(index: PolicyIndexPage) -> tuple[Facet, ...]:
    """None where translations lie: what a document is, only the document says."""
    return () if index.is_translated else FACETS


def documents(index: PolicyIndexPage, terms: list[str]) -> PolicyQuerySet:
    """What everybody may read and holds all the words; titles that hold them come first, then the newest."""
    pages: PolicyQuerySet = PolicyPage.objects.child_of(index).filter(index.open_to_all)
    if not terms:
        return pages.newest_first()
    titled = SearchEntry.objects.matching(terms).titled(terms)
    best = [pk for pk, is_titled in titled.items() if is_titled]
    rank = Case(When(pk__in=ids(best), then=0), default=1, output_field=SmallIntegerField())
    found: PolicyQuerySet = pages.filter(pk__in=ids(titled)).newest_first(rank)
    return found


def narrowed(request: HttpRequest, index: PolicyIndexPage) -> PolicyQuerySet:
    """The documents of the list at this address, all pages of it."""
    return (
        Narrowing(_facets(index), request.GET)
        .narrowed(documents(index, terms_of(request.GET.get("q", ""))))
        .for_lists()
    )


def _hits(pager: PagerPage[PolicyPage], terms: list[str]) -> list[Hit]:
    if not terms:
        return [Hit(page, [Piece(page.shown_title, False)], [Piece(page.shown_summary, False)]) for page in pager]
    entries = SearchEntry.objects.in_bulk([page.pk for page in pager])
    return [_hit(page, entries.get(page.pk), terms) for page in pager]


def _hit(page: PolicyPage, entry: SearchEntry | None, terms: list[str]) -> Hit:
    _anchor, text = best_passage(entry, terms) if entry else ("", "")
    return Hit(page, mark(page.shown_title, terms), mark(excerpt(text, terms), terms))


def _feed_query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return f"?{query.urlencode()}" if query else ""
