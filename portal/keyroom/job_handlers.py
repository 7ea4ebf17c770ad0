"""Rotation in the background. A job works for less than its time limit and asks for the next one."""

from collections.abc import Callable
from time import monotonic
from typing import Any
from uuid import UUID

from portal.jobs.progress import progress
from portal.jobs.registry import job
from portal.jobs.services import enqueue
from portal.keyroom.services import KIND
from portal.privacy import rotation

SECONDS = 45.0


@job(KIND, in_transaction=False)
def rotate(*, total: int, behind: str = "", **_ids: Any) -> Callable[[], None] | None:
    """Each batch is committed by itself. Started again after a kill, the job finds only what is left."""
    until = monotonic() + SECONDS
    done = max(total - rotation.outdated().count(), 0)
    progress(done, total)
    for step in rotation.steps(UUID(behind) if behind else None):
        done += step.rewrapped
        progress(min(done, total), total)
        if monotonic() >= until:
            return _next(total, step.behind)
    return None


def _next(total: int, behind: UUID) -> Callable[[], None]:
    def ask() -> None:
        enqueue(KIND, total=total, behind=str(behind))

    return ask
