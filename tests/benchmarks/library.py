"""Policy documents in any number, quickly: the rows that publishing writes, and their entries in the search."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tests.benchmarks.copies import Copies
from tests.benchmarks.wording import Paper

AT_ONCE = 500


def make(count: int) -> None:
    """So many live documents below the list of them. Their pieces are indexed when all of them are there."""
    from content.models import PolicyIndexPage

    index = PolicyIndexPage.objects.get()
    with _indexed_at_the_end():
        for first in range(1, count + 1, AT_ONCE):
            _write(index, [Paper(serial) for serial in range(first, min(first + AT_ONCE, count + 1))])


@transaction.atomic
def _write(index: Any, papers: Sequence[Paper]) -> None:
    from wagtail.models import Page

    from content.models import PolicyPage
    from content.models.search import remember_all

    last = Page.objects.order_by("-pk").values_list("pk", flat=True)[0]
    places = range(index.numchild + 1, index.numchild + len(papers) + 1)
    rows = zip(places, papers, strict=True)
    pages = [_page(index, place, last + number, paper) for number, (place, paper) in enumerate(rows, 1)]
    Page.objects.bulk_create([_of_the_tree(page) for page in pages])
    documents = Copies(PolicyPage)
    for page in pages:
        documents.add(page, body="[]")
    documents.write()
    remember_all(pages)
    index.numchild += len(papers)
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild)


def _page(index: Any, place: int, pk: int, paper: Paper) -> Any:
    from content.models import PolicyPage

    slug, now = f"paper-{paper.serial}", timezone.now()
    outline = {"preamble": [], "clauses": paper.clauses, "closing": [], "annexes": [], "digest": slug}
    return PolicyPage(
        pk=pk, page_ptr_id=pk, path=PolicyPage._get_path(index.path, index.depth + 1, place), depth=index.depth + 1,
        title=paper.title, draft_title=paper.title, slug=slug, url_path=f"{index.url_path}{slug}/", live=True,
        locale_id=index.locale_id, first_published_at=now, last_published_at=now, document_number=paper.number,
        issuer=paper.issuer, issued_on=paper.day, outline=outline,
    )  # fmt: skip


def _of_the_tree(page: Any) -> Any:
    from wagtail.models import Page

    return Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})


@contextmanager
def _indexed_at_the_end() -> Iterator[None]:
    """On PostgreSQL, where an index that grows row by row takes much longer than one that is made at once."""
    from content.indexing import tables

    here = tables.table()
    columns = tables.COLUMNS if isinstance(here, tables.Postgres) else ()
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(f"DROP INDEX {tables.TABLE}_{column}")
    yield
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(here.index(column))
