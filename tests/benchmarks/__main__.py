"""`python -m tests.benchmarks [--postgres] [--export | --scale | --search | --load]`.

It takes about two minutes on two idle processors. Starts a portal of its own in a temporary folder, on 127.0.0.1,
with the demo in it, and ends it again. With `--postgres` it runs on a throw-away PostgreSQL and Redis instead of
SQLite. With `--load` it measures the lists of the desk there, with a million cases: up to an hour, and some fourteen
gigabytes in the temporary folder. With `--export` it measures table files of fifty thousand papers: a quarter of an
hour. With `--scale` it measures the inbox among a hundred thousand open cases and the sweeper among a million
deadlines: some ten minutes, and three gigabytes. With `--search` it measures the search among a hundred thousand
policy documents: half an hour, and ten gigabytes.
"""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

import django

from tests.benchmarks import desk, exports, machine, measuring, scale, searching
from tests.benchmarks.report import Figure, keep, table
from tests.running import ROOT, RunningPortal, running, wait_for
from tests.services.servers import postgresql, redis

SETTINGS = "tests.benchmarks.settings"
# With --load.
CASES = 1_000_000
# A PostgreSQL as one sets it up for a portal of this size.
LARGE = {
    "shared_buffers": "2GB", "effective_cache_size": "8GB", "maintenance_work_mem": "512MB", "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    arguments.add_argument("--postgres", action="store_true", help="PostgreSQL and Redis instead of SQLite")
    arguments.add_argument("--load", action="store_true", help="the lists of the desk with many cases")
    arguments.add_argument("--export", action="store_true", help="table files of fifty thousand papers")
    arguments.add_argument("--scale", action="store_true", help="the inbox and the sweeper with many open cases")
    arguments.add_argument("--search", action="store_true", help="the search among many documents")
    arguments.add_argument("--cases", type=int, help="how many cases or documents, with what is named before")
    arguments.add_argument(
        "--there", action="store_true", help="with --load: in the database and DATA_DIR of the environment, which stay"
    )
    arguments.add_argument("--readers", nargs="*", default=[], help="with --load: only these columns; nothing is kept")
    given = arguments.parse_args()
    if given.load:
        under_load(given.cases or CASES, there=given.there, only=given.readers)
    elif given.export:
        everything(partial(exported, cases=given.cases), "table files on ", with_servers=given.postgres)
    elif given.scale:
        everything(partial(scaled, cases=given.cases), "many open cases on ", with_servers=given.postgres)
    elif given.search:
        everything(partial(searched, documents=given.cases), "search on ", with_servers=given.postgres)
    else:
        everything(measured, "", with_servers=given.postgres)


def everything(measure: Callable[[Path, dict[str, str]], str], name: str, *, with_servers: bool) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-benchmarks-")))
        where = {}
        if with_servers:
            where = {"DATABASE_URL": stack.enter_context(postgresql()), "REDIS_URL": stack.enter_context(redis())}
        text = measure(folder / "data", where)
    print(f"\n{text}")
    keep(f"{name}{'PostgreSQL and Redis' if with_servers else 'SQLite'}", text)


def under_load(cases: int, *, there: bool, only: Collection[str]) -> None:
    with ExitStack() as stack:
        if there:
            data, where = (
                Path(os.environ["DATA_DIR"]),
                {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")},
            )
        else:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-benchmarks-"))) / "data"
            where = {
                "DATABASE_URL": stack.enter_context(postgresql(**LARGE)),
                "REDIS_URL": stack.enter_context(redis()),
            }
        portal = stack.enter_context(running(data, settings=SETTINGS, **where))
        _look_into(data, where)
        text = desk.under_load(cases, portal, only=only)
    print(f"\n{text}")
    if not only:
        keep("load", text)


def exported(data: Path, where: dict[str, str], *, cases: int | None) -> str:
    """Table files alone, as it is kept."""
    with running(data, settings=SETTINGS, **where) as portal:
        _look_into(data, where)
        return exports.exports(cases or exports.CASES, portal)


def scaled(data: Path, where: dict[str, str], *, cases: int | None) -> str:
    """Inbox and sweeper alone, as it is kept."""
    with running(data, settings=SETTINGS, **where) as portal:
        _look_into(data, where)
        return scale.scale(cases or scale.CASES, portal)


def searched(data: Path, where: dict[str, str], *, documents: int | None) -> str:
    """The search alone, as it is kept."""
    with running(data, settings=SETTINGS, **where) as portal:
        _look_into(data, where)
        return searching.searching(documents or searching.DOCUMENTS, portal)


def measured(data: Path, where: dict[str, str]) -> str:
    """The whole run, as it is kept."""
    with running(data, settings=SETTINGS, **where) as portal:
        _look_into(data, where)
        from tests.benchmarks import (
            browsing,
            documents,
            editor,
            forms,
            papers,
            publishing,
            slowline,
            transitions,
        )  # models need Django

        print("The portal is prepared.", flush=True)
        portal.stop()
        figures = [_start(portal), *browsing.in_the_browser()]
        idle = Figure("memory, idle", machine.megabytes(portal.everybody()), "MB", most=500)
        subject = measuring.Subject(portal)
        measuring.warm(subject)
        paces = [machine.pace()]
        with machine.watching_neighbours(portal.everybody) as neighbours:
            # What is measured after the reports waits until their receipts are printed.
            figured = (
                measuring.public_pages, publishing.publishing, measuring.reports,
                measuring.memory_after_printing, measuring.job_latency,
                forms.large_form, forms.round_trips, transitions.transitions,
                measuring.polled_notices, editor.editor, documents.taking_in, papers.official_paper,
                slowline.slow_line,
            )  # fmt: skip
            for measure in figured:
                figures += measure(subject)
                paces.append(machine.pace())
                print(f"{measure.__name__.replace('_', ' ').capitalize()} are measured.", flush=True)
        figures += [idle, measuring.unsealing()]
    said = (
        f"{machine.described()}. Neighbours used {neighbours.cores:.1f} processors; "
        f"a fixed piece of work took {min(paces):.1f} to {max(paces):.1f} ms."
    )
    return f"{said}\n\n{table(figures, neighbours.cores)}"


def _start(portal: RunningPortal) -> Figure:
    """What `make run` does the second time, up to the first page; the worker may still be on its way."""
    with ThreadPoolExecutor(1) as beside:
        began = monotonic()
        subprocess.run(["sh", "tools/setup.sh"], cwd=ROOT, check=True)  # noqa: S607 -- the system's own shell
        start = beside.submit(portal.start)
        wait_for(lambda: start.done() or _front_page(portal.url), "the first page")
        took = monotonic() - began
        start.result()
    return Figure("second start, up to the first page", took, "s", most=5)


def _front_page(url: str) -> bool:
    try:
        with urlopen(f"{url}/") as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _look_into(data: Path, where: dict[str, str]) -> None:
    """This process sees the portal's database too: what became of its jobs is read there."""
    os.environ |= {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS, **where}
    django.setup()


if __name__ == "__main__":
    main()
