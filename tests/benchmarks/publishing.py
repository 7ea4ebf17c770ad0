"""From the publishing of a changed document, which each process has kept, to the answers that have the change."""

import time
from statistics import median
from urllib.request import urlopen

from tests.benchmarks.measuring import Subject
from tests.benchmarks.report import Figure

TIMES = 10
# As many connections as let every process answer, before and after.
ASKED = 16


def publishing(subject: Subject) -> list[Figure]:
    from content.models import PolicyPage

    page = PolicyPage.objects.get(slug=subject.policy.split("/")[-2])
    seen, firsts = [], []
    for number in range(TIMES):
        for _ in range(ASKED):
            _page(subject)
        page.index_number = f"BENCH-{number}"
        page.save_revision().publish()
        waited, first = _until(subject, page.index_number)
        seen.append(waited)
        firsts.append(first)
    return [
        Figure("published, until every answer says so", max(seen), "s", most=1, beside=f"the longest of {TIMES}"),
        Figure("first answer after publishing", median(firsts) * 1000, "ms",
               beside=f"the longest {max(firsts) * 1000:.0f} ms"),
    ]  # fmt: skip


def _until(subject: Subject, words: str) -> tuple[float, float]:
    """Seconds to the last answer without the words, of answers that keep coming; and how long the first one took."""
    began = time.perf_counter()
    first = last_old = 0.0
    fresh = 0
    while fresh < ASKED:
        text = _page(subject)
        now = time.perf_counter() - began
        first = first or now
        fresh, last_old = (fresh + 1, last_old) if words in text else (0, now)
    return last_old, first


def _page(subject: Subject) -> str:
    """Over a connection of its own, so that any process may answer."""
    with urlopen(f"{subject.url}{subject.policy}") as answer:
        return str(answer.read().decode())
