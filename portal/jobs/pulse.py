"""Counters in memory that a watchdog shares with the cluster it forked: is anything moving?"""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any, NamedTuple

from django_q.signals import post_execute, post_execute_in_worker, pre_execute

_fork = multiprocessing.get_context("fork")
# Each process counts in a slot of its own, so no lock is needed: one held by a killed process would stop the others.
SLOTS = 256


class Reading(NamedTuple):
    guard_rounds: int
    started: int
    finished: int
    acknowledged: int


class Pulse:
    """One cluster's counters."""

    def __init__(self) -> None:
        self._counts = {name: _fork.Array("Q", SLOTS, lock=False) for name in Reading._fields}
        self._culprit = _fork.Value("L", 0, lock=False)

    def count(self, name: str) -> None:
        self._counts[name][os.getpid() % SLOTS] += 1

    def read(self) -> Reading:
        return Reading(**{name: sum(counts) for name, counts in self._counts.items()})

    def accuse(self, process_id: int) -> None:
        """Remember whose death ended the cluster."""
        self._culprit.value = process_id

    @property
    def culprit(self) -> int | None:
        return self._culprit.value or None

    def listen(self) -> None:
        """Count what this process and its children do, from now on."""
        for signal, name in (
            (pre_execute, "started"),
            (post_execute_in_worker, "finished"),
            (post_execute, "acknowledged"),
        ):
            signal.connect(self._counter(name), weak=False, dispatch_uid=f"pulse-{name}")

    def _counter(self, name: str) -> Callable[..., None]:
        def receive(**_: Any) -> None:
            self.count(name)

        return receive
