"""The search of the site among a hundred thousand documents, over HTTP as the public asks it."""

from collections.abc import Callable
from random import Random
from urllib.parse import quote

from django.db import connection

from tests.benchmarks import library, machine
from tests.benchmarks.load import Answers, Ask, WrongAnswer, percentile, together
from tests.benchmarks.report import Figure, table
from tests.benchmarks.wording import CARES, CHILDREN, Paper
from tests.running import RunningPortal

DOCUMENTS = 100_000
EACH = 20
# Nobody writes that; the first has all its characters in many documents, one by one.
UNKNOWN = ("监海", "童粮工", "学文县通考", "zzyzx", "孤山河养")


def searching(documents: int, portal: RunningPortal) -> str:
    """Make them, measure, and say it. This process shares the portal's database."""
    portal.stop()
    library.make(documents)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print("The documents are made.", flush=True)
    portal.start()
    asked = _asked(documents)
    _check(asked)
    most = 80 if connection.vendor == "postgresql" else 200
    paces = [machine.pace()]
    with machine.watching_neighbours(portal.everybody) as neighbours:
        figures, waits = [], []
        for kind, queries in asked.items():
            answers = _answers(portal.url, "/search/?q=", queries)
            waits += answers.waits
            figures.append(_figure(f"search: {kind}, p95", answers.waits))
            paces.append(machine.pace())
        figures.insert(0, _figure("search, p95 of all kinds", waits, most=most))
        everything = [query for queries in asked.values() for query in queries]
        for name, path in (("suggestions", "/search/suggest/?q="), ("list of documents, by words", "/policy/?q=")):
            figures.append(_figure(f"{name}, p95 of all kinds", _answers(portal.url, path, everything).waits))
        eight = together([[_get(f"/search/?q={quote(query)}") for query in everything[place::8]] for place in range(8)],
                         portal.url, expect=200)  # fmt: skip
        figures.append(_figure("search, p95 of all kinds, eight people at once", eight.waits))
    portal.stop()
    said = (
        f"{machine.described()}. {_counted()} Neighbours used {neighbours.cores:.1f} processors; "
        f"a fixed piece of work took {min(paces):.1f} to {max(paces):.1f} ms."
    )
    return f"{said}\n\n{table(figures, neighbours.cores)}"


def _asked(documents: int) -> dict[str, list[str]]:
    """What people type, by kind; the same in every run."""
    chance = Random(2026)  # noqa: S311  # nosec B311 -- words to ask for, not secrets
    papers = [Paper(chance.randint(1, documents)) for _ in range(EACH)]

    def some(query: Callable[[Paper], str]) -> list[str]:
        return [query(paper) for paper in papers]

    return {
        "two characters that stand in nearly every document": some(lambda _: chance.choice(CARES)),
        "a place of two characters": some(lambda paper: paper.place[:2]),
        "two words": some(lambda _: f"{chance.choice(CHILDREN)} {chance.choice(CARES)}"),
        "four words": some(_four_words),
        "a document number, in full width": some(lambda paper: paper.number.translate(FULL_WIDTH)),
        "a title": some(lambda paper: paper.title),
        "first letters of a title": some(lambda paper: _letters(paper.title[:8])),
        "half a sentence": some(lambda paper: str(paper.last_words)[:16]),
        "nothing to be found": [f"{UNKNOWN[place % len(UNKNOWN)]}{place}" for place in range(EACH)],
    }


def _four_words(paper: Paper) -> str:
    said = paper.last_words
    return f"{said.about} {said.verb} {said.end} {paper.day.year}"


FULL_WIDTH = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}


def _letters(text: str) -> str:
    from portal.pinyin import syllables

    return "".join(syllable[0] for syllable in syllables(text))


def _check(asked: dict[str, list[str]]) -> None:
    from content.search import search

    for kind, queries in asked.items():
        for query in queries:
            if search(query).nothing != (kind == "nothing to be found"):
                raise WrongAnswer(f"{kind}: {query}")


def _answers(url: str, path: str, queries: list[str]) -> Answers:
    """By one person, one after the other."""
    return together([[_get(f"{path}{quote(query)}") for query in queries]], url, expect=200)


def _get(path: str) -> Ask:
    return lambda visitor: visitor.get(path).status


def _figure(name: str, waits: list[float], *, most: float | None = None) -> Figure:
    p50, p95 = (percentile(waits, percent) * 1000 for percent in (50, 95))
    return Figure(
        name, p95, "ms", most=most, beside=f"p50 {p50:.0f} ms, the slowest of {len(waits)}: {max(waits) * 1000:.0f} ms"
    )


def _counted() -> str:
    from django.db.models import Avg
    from django.db.models.functions import Length

    from content.models import SearchEntry

    length = SearchEntry.objects.aggregate(length=Avg(Length("text")))["length"]
    return f"{SearchEntry.objects.count():,} pages, {length:,.0f} characters each."
