"""What somebody may mean who has begun to type: hotlines, titles, headings of clauses."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from content.models import Hotline, SearchEntry
from content.models.search import TEXT, TITLE
from content.search.finding import in_rank
from content.text import terms_of

MOST = 8
MOST_HOTLINES = 2
# Of the pages whose text holds the words; beyond them headings are not looked for.
LOOKED_THROUGH = 20
LONGEST_HEADING = 60


@dataclass(frozen=True)
class Suggestion:
    text: str
    about: str
    address: str


def suggestions(typed: str) -> list[Suggestion]:
    terms = terms_of(typed)
    if not terms:
        return []
    found: dict[str, Suggestion] = {}
    for suggestion in _all(terms):
        found.setdefault(suggestion.text, suggestion)
        if len(found) == MOST:
            break
    return list(found.values())


def _all(terms: list[str]) -> Iterator[Suggestion]:
    for hotline in Hotline.objects.all().matching(terms)[:MOST_HOTLINES]:
        yield Suggestion(f"{hotline.number} {hotline.shown_name}", hotline.shown_purpose, "/hotlines/")
    for entry in _entries(terms, TITLE, MOST):
        yield Suggestion(entry.page.title, "", entry.page.url)
    for entry in _entries(terms, TEXT, LOOKED_THROUGH, "text", "passages"):
        yield from _headings(entry, terms)


def _entries(terms: list[str], column: str, most: int, *read: str) -> list[SearchEntry]:
    """With nothing of their lines but what is to be read: each is as long as its document."""
    pages = list(islice(in_rank(terms, [column]), most))
    entries = SearchEntry.objects.select_related("page").only("page", *read).in_bulk(pages)
    return [entries[page] for page in pages if page in entries]


def _headings(entry: SearchEntry, terms: list[str]) -> Iterator[Suggestion]:
    for anchor, text, line in entry.clause_lines():
        heading = text.split("\n", 1)[0]
        # The line of a heading is the beginning of the line of its clause.
        if anchor and len(heading) <= LONGEST_HEADING and all(term in line[: len(heading) + 1] for term in terms):
            yield Suggestion(heading, entry.page.title, f"{entry.page.url}#{quote(anchor)}")
