"""Synthetic work that can be killed in the middle."""

import os
import signal
import time

from portal.jobs.registry import Ending, job
from tests.faults.trials.models import Effect, Start


@job("trials.work", in_transaction=False)
def work(number: int) -> Ending:
    """Slow before it writes, as printing is."""
    Start.objects.create(number=number, process_id=os.getpid())
    time.sleep(0.1)
    return lambda: _write(number)


def _write(number: int) -> None:
    Effect.objects.create(number=number)


@job("trials.write")
def write(number: int) -> None:
    _write(number)
    time.sleep(0.05)


@job("trials.poison", max_attempts=3, in_transaction=False)
def poison(number: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
