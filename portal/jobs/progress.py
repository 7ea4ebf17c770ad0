"""How far the job in hand is, for people who watch it.

For kinds with `in_transaction=False` only: inside a transaction nobody sees the steps before the end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

from portal.jobs.claims import Claim

SECONDS_BETWEEN_WRITES = 0.5


class _Reporter:
    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.written_at = float("-inf")

    def write(self, done: int, total: int) -> None:
        now = monotonic()
        if done < total and now - self.written_at < SECONDS_BETWEEN_WRITES:
            return
        self.written_at = now
        self.claim.row().update(progress=done, total=total)


_reporter: ContextVar[_Reporter | None] = ContextVar("job_reporter", default=None)


def progress(done: int, total: int) -> None:
    """Report from inside a handler. Cheap to call often; outside a job it does nothing."""
    reporter = _reporter.get()
    if reporter is not None:
        reporter.write(done, total)


@contextmanager
def reporting_for(claim: Claim) -> Iterator[None]:
    token = _reporter.set(_Reporter(claim))
    try:
        yield
    finally:
        _reporter.reset(token)
