"""What the search of the site looks through: one row for each live page, and its pieces (content/indexing)."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from wagtail.models import Page, get_page_models

from content.indexing import tables
from content.indexing.folding import edition
from content.indexing.grams import grams, needed
from content.indexing.sounds import sounds
from content.indexing.spelling import spelled
from content.models.base import BasePage, closed_paths, not_below
from portal.jobs.services import enqueue

HIGHEST_PLACE = 2**63 - 1
_DAY_BITS, _PAGE_BITS = 22, 40
FIRST_PLACE_IN_FORCE = 1 << (_DAY_BITS + _PAGE_BITS)
AT_ONCE = 100
# The columns of an entry that have words.
TITLE, TEXT, REST = LINES = ("title", "text", "rest")
# The job that tells an OpenSearch of pages.
TELLING = "content.opensearch"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def matching(self, terms: Sequence[str]) -> "SearchEntryQuerySet":
        """Entries that hold every term, each anywhere; no term finds nothing. Terms are those of `content.text`."""
        if not terms:
            return self.none()
        candidates = RawSQL(*tables.inside(pieces_of(terms)))  # noqa: S611  # nosec B611 -- our own names, every value apart
        return self.filter(place__in=candidates).holding(terms, LINES)

    def holding(self, terms: Sequence[str], columns: Sequence[str]) -> "SearchEntryQuerySet":
        """Of these entries, those whose lines hold every term: what the pieces only promise."""
        found = self
        for number, term in enumerate(terms):
            places = {f"in_{number}_{name}": StrIndex(name, models.Value(term)) for name in columns}
            somewhere = models.Q(*((name + "__gt", 0) for name in places), _connector=models.Q.OR)
            found = found.alias(**places).filter(somewhere)
        return found

    def titled(self, terms: Sequence[str]) -> dict[int, bool]:
        """Each page, and whether its titles hold every term; the titles themselves stay where they are."""
        places = {f"titled_{number}": StrIndex("title", models.Value(term)) for number, term in enumerate(terms)}
        everywhere = models.Q(*((name + "__gt", 0) for name in places))
        is_titled = models.Case(models.When(everywhere, then=True), default=False)
        return dict(self.alias(**places).values_list("page_id", is_titled))

    def readable_by_all(self) -> "SearchEntryQuerySet":
        """The translations of pages are not looked through here, but in the lists of their language."""
        here = not_below(closed_paths(), "page__")
        return self.filter(here, page__live=True, page__locale__language_code=settings.LANGUAGE_CODE)


def pieces_of(terms: Sequence[str]) -> set[int]:
    """What a page has that holds all of them, wherever each stands."""
    return set().union(*map(needed, terms))


def ids(numbers: Iterable[int]) -> RawSQL:
    """For `pk__in`, however many there are: one value, where each of them would be one and a query has a limit."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(numbers)])  # nosec B611 -- our own text
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(numbers))])  # nosec B611 -- our own text


class SearchEntry(models.Model):
    """The words of a page as they are compared, each column a line (`content.indexing.spelling`).

    `passages` are the texts as they are shown, each with the anchor that leads to it, or none. `place` orders what is
    found: what is in force before what is not, the newer before the older.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    place = models.BigIntegerField(unique=True)
    title = models.TextField()
    text = models.TextField()
    rest = models.TextField()
    passages = models.JSONField(default=list)
    edition = models.CharField(max_length=40, db_index=True)

    objects = SearchEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"search entry of page {self.pk}"

    @property
    def in_force(self) -> bool:
        return bool(self.place >> (_DAY_BITS + _PAGE_BITS))

    @property
    def day(self) -> date | None:
        days = (self.place >> _PAGE_BITS) & (2**_DAY_BITS - 1)
        return date.fromordinal(days) if days else None

    def lines(self) -> list[tuple[str, str, str]]:
        """Anchor, text as it is shown, and line of each passage, in the order in which they are looked through."""
        lines = [line for column in (self.text, self.rest) if column for line in column.split("\n")]
        return [(anchor, text, line) for (anchor, text), line in zip(self.passages, lines, strict=True)]

    def clause_lines(self) -> list[tuple[str, str, str]]:
        """The same of the text that clauses are made of, which comes first."""
        lines = self.text.split("\n") if self.text else []
        return [(anchor, text, line) for (anchor, text), line in zip(self.passages, lines, strict=False)]


def remember(page: BasePage) -> None:
    """Brings the entry of a page up to date; a page that is not live has none."""
    if page.live:
        remember_all([page])
    else:
        forget([page.pk])


def forget(page_ids: Iterable[int]) -> None:
    SearchEntry.objects.filter(pk__in=list(page_ids)).delete()


@transaction.atomic
def remember_all(pages: Sequence[BasePage]) -> None:
    """Entry and pieces of each page, which are live."""
    made = [_entry(page) for page in {page.pk: page for page in pages}.values()]
    before = SearchEntry.objects.filter(pk__in=[entry.pk for entry in made]).values_list("place", flat=True)
    tables.take(set(before) - {entry.place for entry in made})
    SearchEntry.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["place", "title", "text", "rest", "passages", "edition"],
    )
    tables.put(map(row_of, made))
    tell_opensearch([entry.pk for entry in made])


def row_of(entry: SearchEntry) -> tables.Row:
    """The pieces of its lines."""
    title = grams(entry.title)
    return tables.Row(entry.place, title, title | grams(entry.text) | grams(entry.rest))


def tell_opensearch(pages: Sequence[int]) -> None:
    """Where there is one it is told of these pages by a job, which is asked for in the caller's transaction."""
    if settings.SEARCH_URL:
        enqueue(TELLING, pages=list(pages))


def _entry(page: BasePage) -> SearchEntry:
    passages, words = _spelled(page.search_passages()), _spelled(("", words) for words in page.search_words())
    if not passages:
        passages, words = words, {}
    return SearchEntry(
        page_id=page.pk,
        place=_place(page.pk, *page.search_standing()),
        title="\n".join([*map(spelled, page.search_titles()), f" {sounds(page.title)}"]),
        text="\n".join(passages.values()),
        rest="\n".join(words.values()),
        passages=[*passages, *words],
        edition=edition(),
    )


def _spelled(texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Each anchor and text with its line, without those that have none."""
    return {(anchor, text): line for anchor, text in texts if (line := spelled(text))}


def _place(page_id: int, in_force: bool, day: date | None) -> int:
    """The number by which everything found is ordered, highest first, on every database."""
    days = day.toordinal() if day else 0
    return (in_force << (_DAY_BITS + _PAGE_BITS)) | (days << _PAGE_BITS) | page_id


def bring_up_to_date() -> int:
    """Entries that are missing, or were made by another edition of the words, are made anew. Says how many."""
    done = 0
    for kind in _kinds():
        waiting = kind.objects.live().exclude(search_entry__edition=edition()).order_by("pk")
        while pages := list(waiting[:AT_ONCE]):
            remember_all(pages)
            done += len(pages)
    return done


def make_anew() -> int:
    """Everything from the beginning, page by page: who searches meanwhile finds what is there."""
    SearchEntry.objects.update(edition="")
    done = bring_up_to_date()
    gone = SearchEntry.objects.exclude(page__in=Page.objects.live())
    forget(gone.values_list("pk", flat=True))
    return done


def _kinds() -> list[type[BasePage]]:
    return [kind for kind in get_page_models() if issubclass(kind, BasePage)]
