"""Lists of the desk under load: what each page costs for people who see little, much and everything."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.client import RemoteDisconnected
from statistics import median
from time import monotonic
from typing import Any

from tests.benchmarks import access_log, machine, names
from tests.benchmarks.load import Ask, WrongAnswer, percentile, together
from tests.benchmarks.readers import Page, Reader, readers
from tests.running import RunningPortal
from tests.walking.visitor import Page as Answer
from tests.walking.visitor import Visitor

REQUESTS = 50
AT_ONCE = 8
TIMES_IN_PROCESS = 5
# The pages people open first; only these are asked for by eight at once.
FIRST = (
    "inbox, open", "inbox, done", "cases under way", "cases closed", "search by number", "one case",
    "a person, found", "access log",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one page for one reader: alone, among eight at once (p95), and in the database alone (median)."""

    alone: float
    among: float | None
    database: float
    queries: int


def under_load(cases: int, portal: RunningPortal, *, only: Collection[str] = ()) -> str:
    """Make what is missing, measure for everybody or those named, and say it all.

    This process shares the portal's database.
    """
    made = f"{_make(cases)} {access_log.write_log():,} rows of the access log."
    names.index_names()
    _tidy()
    found, paces = {}, [machine.pace()]
    with machine.watching_neighbours(portal.everybody) as neighbours:
        for reader in readers(only):
            found[reader] = measure(reader, portal.url)
            paces.append(machine.pace())
    said = (
        f"{machine.described()}. {made} Neighbours used {neighbours.cores:.1f} processors; "
        f"a fixed piece of work took {min(paces):.1f} to {max(paces):.1f} ms."
    )
    return f"{said}\n\n{tables(found)}"


def _make(cases: int) -> str:
    """Returns a sentence about what there is and how quickly it was made."""
    from django.core.management import call_command

    from forms.models import Submission
    from workflows.models import Case

    before, began = Case.objects.count(), monotonic()
    if before < cases:
        call_command("make_load", cases=cases)
    took, after = monotonic() - began, Case.objects.count()
    speed = f" {60 * (after - before) / took:,.0f} cases were made in a minute." if after - before > cases / 10 else ""
    return f"{after:,} cases, {Submission.objects.count():,} submissions.{speed}"


def _tidy() -> None:
    """What PostgreSQL does by itself within the hour."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure(reader: Reader, url: str) -> dict[str, Measured]:
    found = {}
    for row, page in reader.pages.items():
        found[row] = _page(reader, row, page, url)
        print(f"{reader.name}: {row}, {found[row].alone:.0f} ms", flush=True)
    return found


def _page(reader: Reader, row: str, page: Page, url: str) -> Measured:
    ask = _as(reader, page)
    together([[ask]] * AT_ONCE, url, expect=200)
    alone = _p95([[ask] * REQUESTS], url)
    among = _p95([[ask] * (REQUESTS // AT_ONCE + 1)] * AT_ONCE, url) if row in FIRST else None
    return Measured(alone, among, *_in_database(reader, page))


def _p95(turns: list[list[Ask]], url: str) -> float:
    return percentile(together(turns, url, expect=200).waits, 95) * 1000


def _as(reader: Reader, page: Page) -> Ask:
    def ask(visitor: Visitor) -> int:
        visitor.cookies = dict(reader.cookies)
        try:
            return _answer(visitor, page).status
        except RemoteDisconnected:
            # A server may end a connection between two requests; a browser asks again without a word.
            return _answer(visitor, page).status

    return ask


def _answer(visitor: Visitor, page: Page) -> Answer:
    return visitor.post(page.path, page.form, follow=False) if page.form else visitor.get(page.path, follow=False)


def _in_database(reader: Reader, page: Page) -> tuple[float, int]:
    """Milliseconds and number of a page's queries, asked in this process: the rest of the page is left out."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.cookies.load(reader.cookies)
    runs, headers = [], {"host": "127.0.0.1"}
    for _ in range(TIMES_IN_PROCESS):
        spent: list[float] = []
        with connection.execute_wrapper(_stopwatch(spent)):
            status = (client.post if page.form else client.get)(page.path, page.form, headers=headers).status_code
        if status != 200:
            raise WrongAnswer(f"{page.path} answered {status}")
        runs.append(spent)
    return median(sum(spent) for spent in runs) * 1000, len(runs[-1])


def _stopwatch(spent: list[float]) -> Callable[..., Any]:
    def timed(execute: Callable[..., Any], *args: Any) -> Any:
        began = monotonic()
        try:
            return execute(*args)
        finally:
            spent.append(monotonic() - began)

    return timed


def tables(found: dict[Reader, dict[str, Measured]]) -> str:
    """One table for each way of looking: rows are pages, columns are people."""
    return "\n\n".join(
        f"{title}\n\n{_table(found, cell)}"
        for title, cell in {
            "One person at a time, p95 in ms (target: ≤ 50):": lambda each: f"{each.alone:.0f}",
            "Eight at once on the same machine, p95 in ms:": lambda each: (
                "–" if each.among is None else f"{each.among:.0f}"
            ),
            "In the database, ms for all queries of a page (how many):": (
                lambda each: f"{each.database:.1f} ({each.queries})"
            ),
        }.items()
    )


def _table(found: dict[Reader, dict[str, Measured]], cell: Callable[[Measured], str]) -> str:
    rows = list(dict.fromkeys(row for pages in found.values() for row in pages))
    head = ["", *(f"{reader.name} ({reader.sees:,})" for reader in found)]
    lines = [head, ["---"] * len(head)]
    lines += [[row, *(cell(pages[row]) if row in pages else "–" for pages in found.values())] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
