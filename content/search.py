"""The search of the site: pages and hotlines that hold every word of a query, with the words marked."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PagerPage
from django.core.paginator import Paginator

from content.models import Hotline, SearchEntry
from content.text import fold, terms_of

PER_PAGE = 15
BEFORE, AFTER = 30, 110


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked when it is one of the words searched for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Found:
    page: Any
    title: list[Piece]
    excerpt: list[Piece]


@dataclass(frozen=True)
class Results:
    hotlines: list[Hotline]
    pager: PagerPage[SearchEntry]
    found: list[Found]


def search(query: str, page_number: str | None = None) -> Results:
    """What is found for the query. An empty query finds nothing."""
    terms = terms_of(query)
    entries = SearchEntry.objects.matching(terms).readable_by_all().best_first(terms).select_related("page")
    pager = Paginator(entries, PER_PAGE).get_page(page_number)
    return Results(Hotline.objects.all().matching(terms), pager, [_found(entry, terms) for entry in pager])


def _found(entry: SearchEntry, terms: list[str]) -> Found:
    title = entry.page.title
    body = entry.text.removeprefix(title).strip()
    return Found(entry.page, mark(title, terms), mark(excerpt(body, terms), terms))


def excerpt(text: str, terms: list[str]) -> str:
    """Some words around the first place where a term stands; the beginning when none does."""
    folded = fold(text)
    places = [place for term in terms if (place := folded.find(term)) >= 0]
    start = max(0, min(places, default=0) - BEFORE)
    piece = " ".join(text[start : start + BEFORE + AFTER].split())
    return ("…" if start else "") + piece + ("…" if start + BEFORE + AFTER < len(text) else "")


def mark(text: str, terms: list[str]) -> list[Piece]:
    """The text in stretches. Escaping is left to the template: nothing here is HTML."""
    folded = fold(text)
    marked = [False] * len(text)
    for term in terms:
        place = folded.find(term)
        while place >= 0:
            marked[place : place + len(term)] = [True] * len(term)
            place = folded.find(term, place + len(term))
    return _pieces(text, marked)


def _pieces(text: str, marked: list[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            pieces.append(Piece(text[start:place], marked[start]))
            start = place
    return pieces
