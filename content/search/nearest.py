"""Queries that do find something, for who found nothing: fewer words, or one that is spelled nearly like it."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from content.models import SearchEntry
from content.models.search import TEXT, TITLE
from content.search.finding import best, in_rank

MOST = 4
# Pages whose words are compared with a word that stands nowhere.
COMPARED = 5
SHORTEST_GUESS = 3


def helpful(terms: Sequence[str]) -> list[str]:
    """Other queries, the best first. Each of them finds a page that everybody may read."""
    known = {term: bool(best([term], 1)) for term in terms}
    better = [term if known[term] else next(_like(term), None) for term in terms]
    together = [term for term in better if term]
    if not together:
        return []
    found = [together] if together != list(terms) and best(together, 1) else []
    alone = [[term] for term in together if [term] not in found]
    return [_typed(query) for query in [*found, *alone]][:MOST] if len(terms) > 1 else [_typed(together)]


def _typed(terms: Sequence[str]) -> str:
    return " ".join(term.strip() for term in terms)


def _like(term: str) -> Iterator[str]:
    """Words of the site that differ from the term in a third of its characters at most."""
    run = term.strip()
    if len(run) < SHORTEST_GUESS or " " in run:
        return
    for part in _parts(run):
        for column in (TITLE, TEXT):
            for line in _lines(part, column):
                yield from _near(run, part, line)


def _parts(run: str) -> list[str]:
    """What of a mistyped word is probably right: some of it beside the mistake."""
    if run.isascii():
        return [f" {run[:length]}" for length in (4, 2) if length < len(run)]
    return [run[start : start + 2] for start in range(min(len(run) - 1, 6))]


def _lines(part: str, column: str) -> list[str]:
    pages = list(islice(in_rank([part], [column]), COMPARED))
    lines = SearchEntry.objects.filter(pk__in=pages).order_by("-place").values_list(column, flat=True)
    return [line for text in lines for line in text.split("\n") if part in line]


def _near(run: str, part: str, line: str) -> Iterator[str]:
    if run.isascii():
        yield from (f" {word}" for word in get_close_matches(run, line.split(), 1, 0.75))
        return
    place = line.find(part)
    while place >= 0:
        start = place - run.index(part)
        other = line[start : start + len(run)] if start >= 0 else ""
        same = sum(one == two for one, two in zip(run, other, strict=False))
        if len(other) == len(run) and " " not in other and same >= len(run) - max(1, len(run) // 3):
            yield other
        place = line.find(part, place + 1)
