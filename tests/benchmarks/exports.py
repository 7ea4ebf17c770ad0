"""Table files with as many papers as one may hold: how long the worker takes for them, and how much it remembers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from typing import Any

import psutil

from tests.benchmarks import machine
from tests.benchmarks.report import Figure, table
from tests.running import RunningPortal, wait_for

# One in eight is still under way; what is taken out are the others.
CASES = 58_000
FORM = "mandatory_report"
EACH = 0.1
# What a job has, without the seconds that are left for packing.
MOST_SECONDS = 70


@dataclass
class Watched:
    """The process that computed most while somebody watched. Memory in MB."""

    seconds: float = 0.0
    before: float = 0.0
    peak: float = 0.0
    _seen: dict[int, "Watched"] = field(default_factory=dict)


def exports(cases: int, portal: RunningPortal) -> str:
    """Make what is missing, have the files made, and say it all. This process shares the portal's database."""
    from django.core.management import call_command

    call_command("make_load", cases=cases)
    paces, figures = [machine.pace()], []
    with machine.watching_neighbours(portal.everybody) as neighbours:
        for name, kind, place in _files():
            figures += _file(portal, name, kind, place)
            paces.append(machine.pace())
            print(f"{name} is measured.", flush=True)
    said = (
        f"{machine.described()}. {cases:,} cases. Neighbours used {neighbours.cores:.1f} processors; "
        f"a fixed piece of work took {min(paces):.1f} to {max(paces):.1f} ms."
    )
    return f"{said}\n\n{table(figures, neighbours.cores)}"


def _files() -> list[tuple[str, str, str]]:
    """What is made, as what, and of which place; a small one first."""
    from workflows.load.places import county_codes

    town = f"{county_codes()[0][:6]}101000"
    return [("one town, XLSX", "xlsx", town), ("all, XLSX", "xlsx", ""), ("all, CSV", "csv", "")]


def _file(portal: RunningPortal, name: str, kind: str, place: str) -> list[Figure]:
    from workflows.extracts import services
    from workflows.lists import CaseFilter
    from workflows.models import Extract

    with watching(portal.everybody) as watched:
        began = monotonic()
        asked = services.ask(
            FORM, CaseFilter(is_open=False, area_code=place), kind=kind, purpose="benchmark", by=_reader()
        )
        wait_for(lambda: _state(asked) != Extract.State.WAITING, name, deadline=600)
        took = monotonic() - began
    asked.refresh_from_db()
    thousands = asked.count / 1000
    beside = f"{took / thousands:.2f} s for 1,000, {watched.seconds / thousands:.2f} of it on the processor"
    memory = f"{watched.before:.0f} before; the file has {asked.size / 1e6:.1f} MB"
    return [
        Figure(f"{name}: {asked.count:,} papers", took, "s", most=MOST_SECONDS, beside=beside),
        Figure(f"{name}: the worker's memory, at most", watched.peak, "MB", beside=memory),
    ]


def _state(asked: Any) -> str:
    asked.refresh_from_db(fields=["state"])
    return str(asked.state)


def _reader() -> Any:
    """The officer of the city, who sees every case."""
    from portal.directory.models import Post
    from workflows.load.people import username
    from workflows.load.places import county_codes

    return Post.objects.get(user__username=username("city_officer", f"{county_codes()[0][:4]}00000000"))


@contextmanager
def watching(everybody: Callable[[], list[psutil.Process]]) -> Iterator[Watched]:
    """Look at the processes again and again; afterwards `Watched` says what the busiest of them did."""
    found, over = Watched(), Event()
    watcher = Thread(target=_watch, args=(found, everybody, over), daemon=True)
    watcher.start()
    try:
        yield found
    finally:
        over.set()
        watcher.join()
    busiest = max(found._seen.values(), key=lambda one: one.seconds)
    found.seconds, found.before, found.peak = busiest.seconds, busiest.before, busiest.peak


def _watch(found: Watched, everybody: Callable[[], list[psutil.Process]], over: Event) -> None:
    began: dict[int, float] = {}
    while not over.wait(EACH):
        for process in everybody():
            try:
                times, memory = process.cpu_times(), process.memory_info().rss / 1e6
            except psutil.NoSuchProcess:
                continue
            used = times.user + times.system
            one = found._seen.setdefault(process.pid, Watched(before=memory))
            one.seconds = used - began.setdefault(process.pid, used)
            one.peak = max(one.peak, memory)
