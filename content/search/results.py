"""A page of results, as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator

from content.models import Hotline, SearchEntry
from content.search.finding import best
from content.search.marking import Piece, excerpt, mark
from content.text import terms_of

PER_PAGE = 15
# Nobody turns twenty pages; who has so many results needs another word.
MOST = 300


@dataclass(frozen=True)
class Found:
    """A page and its best passage; `clause` is the anchor of that passage, or nothing."""

    title: list[Piece]
    address: str
    clause: str
    excerpt: list[Piece]
    day: date | None
    in_force: bool


@dataclass(frozen=True)
class Results:
    terms: list[str]
    hotlines: list[Hotline]
    pager: PagerPage[int]
    found: list[Found]
    is_more: bool

    @property
    def nothing(self) -> bool:
        return not (self.found or self.hotlines)


def search(query: str, page_number: str | None = None) -> Results:
    """What is found for the query. An empty query finds nothing."""
    terms = terms_of(query)
    pages = best(terms, MOST + 1)
    pager = Paginator(pages[:MOST], PER_PAGE).get_page(page_number)
    entries = SearchEntry.objects.select_related("page").in_bulk(list(pager))
    found = [_found(entries[page], terms) for page in pager if page in entries]
    return Results(terms, Hotline.objects.all().matching(terms), pager, found, len(pages) > MOST)


def _found(entry: SearchEntry, terms: Sequence[str]) -> Found:
    anchor, text = best_passage(entry, terms)
    return Found(
        title=mark(entry.page.title, terms),
        address=f"{entry.page.url}#{quote(anchor)}" if anchor else entry.page.url,
        clause=anchor,
        excerpt=mark(excerpt(text, terms), terms),
        day=entry.day,
        in_force=entry.in_force,
    )


def best_passage(entry: SearchEntry, terms: Sequence[str]) -> tuple[str, str]:
    """Anchor and text of the passage with the most terms, the first of several. Its beginning is shown without any."""
    if not (lines := entry.lines()):
        return "", ""
    held, anchor, text = max(
        ((sum(term in line for term in terms), anchor, text) for anchor, text, line in lines), key=lambda each: each[0]
    )
    return (anchor if held else ""), text
