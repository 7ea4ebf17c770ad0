"""Workers that are killed, `kill -9`, at a moment that is chosen: forks of the test, each with a connection of its own.

A fork does what a worker does with a ring: `runner.run` with the id of a job. It dies in the middle of one of them, and
this process then does what the watchdog does: it takes back what the dead one held. Nothing in the portal knows of it:
the moments are put around the runner's own functions, in the fork only.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from django.db import connections
from django.utils import timezone

from portal.jobs import claims, runner
from portal.jobs.models import Job
from portal.jobs.registry import JobKind

OUTSIDE, WRITTEN, MARKED, COMMITTED, ANY = (
    "done outside, nothing written",
    "written, not marked as done",
    "marked as done, not committed",
    "committed, nobody told",
    "any moment",
)
MOMENTS = (OUTSIDE, WRITTEN, MARKED, COMMITTED, ANY)
# An effect has eight attempts, other jobs five; one that ends its worker each time is poison, and given up.
MOST_DEATHS = 3
# Of a job of these tests, in seconds.
LONGEST_LIFE = 0.03


@dataclass
class Slaughter:
    """`kills` by moment. Two workers live at a time, each in a cluster of its own, as on two hosts."""

    chance: Random
    kills: Counter[str]

    def kill(self, count: int) -> None:
        """So many workers die, or all work is done before."""
        until = self.kills.total() + count
        while self.kills.total() < until and _due():
            moments = [self.chance.choice(MOMENTS) for _ in range(min(2, until - self.kills.total()))]
            workers = [
                (moment, f"mortal-{number}", self._fork(moment, number)) for number, moment in enumerate(moments)
            ]
            for moment, cluster, process in workers:
                self._bury(moment, cluster, process)

    def _fork(self, moment: str, number: int) -> int:
        connections.close_all()
        self.chance.random()  # so that no two forks go on with the same numbers
        process = os.fork()
        if not process:
            _live(moment, f"mortal-{number}", self.chance)
        return process

    def _bury(self, moment: str, cluster: str, process: int) -> None:
        if moment == ANY:
            time.sleep(self.chance.uniform(0, LONGEST_LIFE))
            os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        if os.WIFSIGNALED(status):
            self.kills[moment] += 1
        elif os.WEXITSTATUS(status):
            raise AssertionError(f"a worker ended by itself: {os.WEXITSTATUS(status)}")
        claims.release_all_of(cluster, culprit=process)


def _due() -> bool:
    return Job.objects.due(timezone.now()).exists()


def _live(moment: str, cluster: str, chance: Random) -> None:
    """In the fork: do what is due, in any order, each ring heard twice, until death. Never returns."""
    code = 1
    try:
        claims.act_for(cluster)
        with _mortal(moment):
            for job in _in_any_order(chance):
                runner.run(job)
                runner.run(job)
        code = 0
    finally:
        os._exit(code)


def _in_any_order(chance: Random) -> Iterator[str]:
    while due := list(Job.objects.due(timezone.now()).values_list("pk", flat=True)[:50]):
        yield str(chance.choice(due))


@contextmanager
def _mortal(moment: str) -> Iterator[None]:
    work, finish, registry = runner._work, runner._finish, runner.registry

    def die(claim: claims.Claim, now: str) -> None:
        if now == moment and claim.attempt <= MOST_DEATHS:
            os.kill(os.getpid(), signal.SIGKILL)

    def working(claim: claims.Claim) -> None:
        runner.registry = _Registry(registry, lambda: die(claim, OUTSIDE))  # type: ignore[assignment]  # in its place
        work(claim)
        die(claim, COMMITTED)

    def finishing(claim: claims.Claim) -> None:
        die(claim, WRITTEN)
        finish(claim)
        die(claim, MARKED)

    runner._work, runner._finish = working, finishing
    yield


@dataclass
class _Registry:
    """The kinds of jobs, each of which may die when it has been outside."""

    kinds: Any
    die: Callable[[], None]

    def __getitem__(self, key: str) -> JobKind:
        kind: JobKind = self.kinds[key]
        if kind.in_transaction:
            return kind

        def handler(**ids: Any) -> Any:
            ending = kind.handler(**ids)
            self.die()
            return ending

        return replace(kind, handler=handler)
