"""Lists of the desk under load: what each page costs for people who see little, much and everything."""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import RemoteDisconnected
from statistics import median
from time import monotonic
from typing import Any

from tests.benchmarks import machine
from tests.benchmarks.load import Ask, WrongAnswer, percentile, together
from tests.running import RunningPortal
from tests.walking.visitor import Visitor

REQUESTS = 50
AT_ONCE = 8
TIMES_IN_PROCESS = 5
HELLO = "hello view, same middleware"
# The pages people open first; only these are asked for by eight at once.
FIRST = ("inbox, open", "inbox, done", "cases under way", "cases closed", "search by number", "one case")


@dataclass(frozen=True, eq=False)
class Reader:
    """Somebody at the desk, as a column of the table."""

    name: str
    cookies: dict[str, str]
    # The pages asked for, by the name of the row.
    pages: dict[str, str]
    # How many cases that person sees.
    cases: int


@dataclass(frozen=True)
class Measured:
    """Milliseconds of one page for one reader: alone, among eight at once (p95), and in the database alone (median)."""

    alone: float
    among: float | None
    database: float
    queries: int


def under_load(cases: int, portal: RunningPortal) -> str:
    """Make the cases that are missing, measure, and say it all. This process shares the portal's database."""
    made = _make(cases)
    found = {}
    with machine.watching_neighbours(portal.everybody) as neighbours:
        for reader in readers():
            found[reader] = measure(reader, portal.url)
    said = f"{machine.described()}. {made} Neighbours used {neighbours.cores:.1f} processors."
    return f"{said}\n\n{tables(found)}"


def _make(cases: int) -> str:
    """Returns a sentence about what there is and how quickly it was made."""
    from django.core.management import call_command
    from django.db import connection

    from forms.models import Submission
    from workflows.models import Case

    before, began = Case.objects.count(), monotonic()
    call_command("make_load", cases=cases)
    took, after = monotonic() - began, Case.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    speed = f" {60 * (after - before) / took:,.0f} cases were made in a minute." if after - before > cases / 10 else ""
    return f"{after:,} cases, {Submission.objects.count():,} submissions.{speed}"


def readers() -> list[Reader]:
    """Seven people of the load."""
    from workflows.load.people import username
    from workflows.load.places import county_codes

    largest, smallest = county_codes()[0], county_codes()[-1]
    town = f"{largest[:6]}101000"
    who = {
        "village, few": ("village_director", f"{smallest[:6]}116218"),
        "village, many": ("village_director", f"{town[:9]}201"),
        "township": ("township_worker", town),
        "county civil affairs": ("civil_affairs_officer", largest),
        "county police": ("police_officer", largest),
        "county police leader": ("police_leader", largest),
        "city": ("city_officer", f"{largest[:4]}00000000"),
    }
    return [_reader(name, username(role, code, _position(role)), town) for name, (role, code) in who.items()]


def _position(role: str) -> int:
    """Who of several in one office: leaders come first."""
    return 1 if role in {"police_officer", "civil_affairs_officer"} else 0


def _reader(name: str, username: str, town: str) -> Reader:
    from django.test import Client

    from portal.directory.models import User
    from workflows.models import CaseParty

    user = User.objects.get(username=username)
    client = Client()
    client.force_login(user)
    mine = CaseParty.objects.filter(organisation=user.acting_post.organisation_id)  # type: ignore[union-attr]  # everybody of the load has one
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return Reader(name, cookies, _pages(user, town), mine.values("case").distinct().count())


def _pages(user: Any, town: str) -> dict[str, str]:
    from portal.keyset import slice_of
    from workflows import lists
    from workflows.lists import CaseFilter
    from workflows.models import Case

    def rows(**which: Any) -> list[Any]:
        return slice_of(lists.cases(user, CaseFilter(**which)), lists.CASES, size=500, among=[]).rows

    found = rows() or rows(is_open=False)
    pages = {
        HELLO: "/yardstick/hello/",
        "inbox, open": "/desk/", "inbox, accepted by me": "/desk/?show=mine", "inbox, done": "/desk/?show=done",
        "cases under way": "/desk/cases/", "cases closed": "/desk/cases/?show=closed",
        "under way, urgent": "/desk/cases/?urgent=yes", "closed, urgent": "/desk/cases/?show=closed&urgent=yes",
        "closed, a rare state": "/desk/cases/?show=closed&state=moved_on",
        "closed, a frequent state": "/desk/cases/?show=closed&state=assessing", "notices": "/desk/notices/",
    }  # fmt: skip
    if found:
        case = Case.objects.get(pk=found[0].case_id)
        rare = Case.objects.get(pk=found[-1].case_id).area_code
        pages |= {
            "cases, a far page": f"/desk/cases/?after={found[-1].case_id}",
            "under way, one village": f"/desk/cases/?place={rare}",
            "closed, one village": f"/desk/cases/?show=closed&place={rare}",
            "closed, the largest town": f"/desk/cases/?show=closed&place={town}",
            "search by number": f"/desk/cases/?number={case.serial}",
            "search, nothing found": "/desk/cases/?number=2026-99999999",
            "one case": f"/desk/cases/{case.pk}/",
        }
    return pages


def measure(reader: Reader, url: str) -> dict[str, Measured]:
    found = {}
    for row, page in reader.pages.items():
        found[row] = _page(reader, row, page, url)
        print(f"{reader.name}: {row}, {found[row].alone:.0f} ms", flush=True)
    return found


def _page(reader: Reader, row: str, page: str, url: str) -> Measured:
    ask = _as(reader, page)
    together([[ask] * 3] * AT_ONCE, url, expect=200)
    alone = _p95([[ask] * REQUESTS], url)
    among = _p95([[ask] * (REQUESTS // AT_ONCE + 1)] * AT_ONCE, url) if row in FIRST else None
    return Measured(alone, among, *_in_database(reader, page))


def _p95(turns: list[list[Ask]], url: str) -> float:
    return percentile(together(turns, url, expect=200).waits, 95) * 1000


def _as(reader: Reader, page: str) -> Ask:
    def ask(visitor: Visitor) -> int:
        visitor.cookies = dict(reader.cookies)
        try:
            return visitor.get(page, follow=False).status
        except RemoteDisconnected:
            # A server may end a connection between two requests; a browser asks again without a word.
            return visitor.get(page, follow=False).status

    return ask


def _in_database(reader: Reader, page: str) -> tuple[float, int]:
    """Milliseconds and number of a page's queries, asked in this process: the rest of the page is left out."""
    from django.db import connection
    from django.test import Client

    client = Client()
    client.cookies.load(reader.cookies)
    runs = []
    for _ in range(TIMES_IN_PROCESS):
        spent: list[float] = []
        with connection.execute_wrapper(_stopwatch(spent)):
            status = client.get(page, headers={"host": "127.0.0.1"}).status_code
        if status != 200:
            raise WrongAnswer(f"{page} answered {status}")
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
    head = ["", *(f"{reader.name} ({reader.cases:,})" for reader in found)]
    lines = [head, ["---"] * len(head)]
    lines += [[row, *(cell(pages[row]) if row in pages else "–" for pages in found.values())] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
