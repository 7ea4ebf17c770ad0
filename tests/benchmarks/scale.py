"""The inbox among a hundred thousand open cases, and what is due among a million deadlines."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import monotonic, process_time
from typing import Any

from tests.benchmarks import copies, machine
from tests.benchmarks.desk import AT_ONCE, REQUESTS, _as, _in_database, _p95
from tests.benchmarks.load import WrongAnswer, together
from tests.benchmarks.readers import Reader, readers
from tests.benchmarks.report import Figure, table
from tests.running import RunningPortal

CASES = 100_000
DUE = 1_000
ROW = "inbox, open"
WHO = ("village, many", "township", "county civil affairs", "county police", "county police leader")
TIMES = 7


def scale(cases: int, portal: RunningPortal) -> str:
    """Make them, measure, and say it. This process shares the portal's database."""
    from django.db import connection

    # Its readers would keep SQLite's log from being emptied, and its worker would see to what is due before we look.
    portal.stop()
    copies.make(cases)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    print("The cases are made.", flush=True)
    paces = [machine.pace()]
    with machine.watching_neighbours(list) as before:
        figures = _sweeper()
    paces.append(machine.pace())
    with _started(portal), machine.watching_neighbours(portal.everybody) as neighbours:
        for reader in readers(WHO):
            figures.append(_inbox(reader, portal.url))
            paces.append(machine.pace())
            print(f"{reader.name} is measured.", flush=True)
    cores = max(before.cores, neighbours.cores)
    said = (
        f"{machine.described()}. {_counted()} Neighbours used {cores:.1f} processors; "
        f"a fixed piece of work took {min(paces):.1f} to {max(paces):.1f} ms."
    )
    return f"{said}\n\n{table(figures, cores)}"


@contextmanager
def _started(portal: RunningPortal) -> Iterator[None]:
    portal.start()
    try:
        yield
    finally:
        portal.stop()


def _counted() -> str:
    from workflows.models import Case, Task, TaskDeadline

    cases, tasks = Case.objects.filter(closed_at=None).count(), Task.objects.open().count()
    return f"{cases:,} open cases, {tasks:,} open tasks, {TaskDeadline.objects.count():,} deadlines."


def _sweeper() -> list[Figure]:
    from django.utils import timezone

    from workflows.models import TaskDeadline

    copies.make_due(DUE)
    now = timezone.now()
    due = TaskDeadline.objects.due(now).values_list("pk", "task__case")[:DUE]
    if "deadline_due" not in due.explain():
        raise WrongAnswer(due.explain())
    waits, costs = [], []
    for _ in range(TIMES):
        began, computed = monotonic(), process_time()
        if len(due.all()) != DUE:
            raise WrongAnswer("not as many are due as were made due")
        waits.append(monotonic() - began)
        costs.append(process_time() - computed)
    return [
        Figure(f"{DUE:,} deadlines that are due, found", median(waits), "s", most=1,
               beside=f"{median(costs) * 1000:.1f} ms of it Python's; the slowest of {TIMES}: {max(waits):.3f} s"),
        _seen_to(DUE),
    ]  # fmt: skip


def _seen_to(count: int) -> Figure:
    """By one worker that has nothing else to do: rungs climbed, the log written, people told."""
    from workflows.services import sweep

    began, computed, looked = monotonic(), process_time(), 0
    while looked < count and (now := sweep()):
        looked += now
    took = monotonic() - began
    return Figure("and seen to, by one worker", took, "s", beside=f"{looked:,} of them, {_each(computed, looked)}")


def _each(since: float, count: int) -> str:
    return f"{(process_time() - since) * 1000 / max(count, 1):.1f} ms of processor time each"


def _inbox(reader: Reader, url: str) -> Figure:
    page = reader.pages[ROW]
    ask = _as(reader, page)
    together([[ask]] * AT_ONCE, url, expect=200)
    database, queries = _in_database(reader, page)
    beside = f"{_waiting(reader):,} open tasks; {database:.1f} ms in the database for {queries} questions"
    return Figure(f"inbox, first page, p95: {reader.name}", _p95([[ask] * REQUESTS], url), "ms", most=50, beside=beside)


def _waiting(reader: Reader) -> Any:
    from importlib import import_module

    from django.conf import settings

    from portal.directory.models import User
    from workflows.models import Task

    key = reader.cookies[settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = User.objects.get(pk=session["_auth_user_id"])
    return Task.objects.open().visible_to(user).count()
