"""Small work without an end, done at every heartbeat of every worker: no row in the outbox, no retries.

It is called every few seconds by several workers at once, must be quick, and must find out by itself that there is
nothing to do.
"""

import logging
from collections.abc import Callable

from portal.jobs import failures

log = logging.getLogger(__name__)

_works: list[Callable[[], object]] = []


def at_each_beat(work: Callable[[], object]) -> None:
    if work not in _works:
        _works.append(work)


def beat() -> None:
    """What fails is said and tried again at the next beat; it keeps nothing else from being done."""
    for work in _works:
        try:
            work()
        except Exception as error:
            log.error("%s failed: %s", work.__qualname__, failures.describe(error))
