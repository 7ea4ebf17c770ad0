"""What an OpenSearch is told: all pages at once, and each page that was published, changed or taken away since."""

from collections.abc import Iterable, Iterator

from content.indexing import opensearch
from content.indexing.tables import Row
from content.models.search import AT_ONCE, SearchEntry, row_of


def send_all() -> int:
    """A new index of everything that is live. Says how many pages."""
    return opensearch.fill(_batches())


def send_pages(pages: Iterable[int]) -> None:
    """These pages as they are now; again, when somebody has changed one of them while they were sent."""
    wanted = list(pages)
    if indexes := opensearch.indexes():
        sent, rows = None, _rows(wanted)
        while rows != sent:
            for index in indexes:
                opensearch.send(index, rows)
            sent, rows = rows, _rows(wanted)


def _rows(pages: list[int]) -> dict[int, Row | None]:
    entries = SearchEntry.objects.in_bulk(pages)
    return {page: row_of(entries[page]) if page in entries else None for page in pages}


def _batches() -> Iterator[dict[int, Row]]:
    last = 0
    while entries := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield {entry.pk: row_of(entry) for entry in entries}
        last = entries[-1].pk
