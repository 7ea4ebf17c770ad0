"""Which pages hold every term, the best first, in the same order on every database.

Three ranks: every term in the title, every term in the text that clauses are made of, each term anywhere. Within a
rank the place decides: what is in force, then the newest.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from content.indexing import opensearch, tables
from content.models.search import HIGHEST_PLACE, LINES, REST, TEXT, TITLE, SearchEntry, pieces_of

RANKS: tuple[tuple[str, ...], ...] = ((TITLE,), (TEXT,), LINES)
# What has the only term anywhere, and neither in its title nor in its clauses.
RANKS_OF_ONE = (*RANKS[:2], (REST,))
FIRST_LOOK, LONGEST_LOOK = 400, 4000
# Pages that have the pieces of a term and may not have the term: who asks for what can hardly be, waits no longer.
MOST_LOOKED_AT = 20_000


def best(terms: Sequence[str], most: int) -> list[int]:
    """The ids of up to so many pages that everybody may read."""
    if not terms:
        return []
    known: dict[int, None] = {}
    for columns in RANKS if len(terms) > 1 else RANKS_OF_ONE:
        fresh = (page for page in in_rank(terms, columns) if page not in known)
        known |= dict.fromkeys(islice(fresh, most - len(known)))
        if len(known) == most:
            break
    return list(known)


def in_rank(terms: Sequence[str], columns: Sequence[str]) -> Iterator[int]:
    """Ids of pages that hold every term in these columns, highest place first."""
    pieces, where = pieces_of(terms), tables.TITLE if tuple(columns) == (TITLE,) else tables.WORDS
    below, look, looked_at = HIGHEST_PLACE, FIRST_LOOK, 0
    while looked_at < MOST_LOOKED_AT:
        candidates = _places(pieces, where, below=below, most=look)
        entries = SearchEntry.objects.filter(place__in=candidates).holding(terms, columns).readable_by_all()
        yield from entries.order_by("-place").values_list("page_id", flat=True)
        if len(candidates) < look:
            return
        below, looked_at, look = candidates[-1], looked_at + look, min(look * 3, LONGEST_LOOK)


def _places(pieces: tables.Pieces, column: str, *, below: int, most: int) -> list[int]:
    named = opensearch.places(pieces, column, below=below, most=most)
    return tables.places(pieces, column, below=below, most=most) if named is None else named
