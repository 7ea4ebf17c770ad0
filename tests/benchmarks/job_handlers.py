"""Work that is none, to see how long the way to the worker and back is."""

from portal.jobs.registry import job


@job("benchmark.nothing")
def nothing() -> None:
    return
