"""Taking a job in hand and putting it down again: every change of a job's state, each one a conditional UPDATE.

The condition is what makes two deliveries, two reconcilers or a worker that comes back from the dead harmless: only
one of them finds the row as it expects it.
"""

import os
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.registry import registry

# A worker that outlives its time limit is killed 3 s after it, so a lease that ran out belongs to nobody.
LEASE_AFTER_TIMEOUT = timedelta(seconds=30)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
LOST = "lost: the worker ended in the middle of it"

_cluster = "none"


def act_for(cluster: str) -> None:
    """Name the cluster this process and its future children take jobs for."""
    global _cluster
    _cluster = cluster


@dataclass(frozen=True)
class Claim:
    """The right to work on a job once."""

    job_id: UUID
    kind: str
    arguments: dict[str, Any]
    attempt: int
    holder: str

    def row(self) -> QuerySet[Job]:
        """The job, as long as this claim is the one that holds it."""
        return Job.objects.filter(pk=self.job_id, state=Job.State.RUNNING, attempts=self.attempt, holder=self.holder)


def take(job_id: UUID) -> Claim | None:
    """Count an attempt and hold the job, or None when it is done, dead, not due, or in somebody's hand.

    Committed before the work begins: a job that kills its worker is counted too.
    """
    now = timezone.now()
    job = Job.objects.due(now).filter(pk=job_id).first()
    if job is None or bury_if_exhausted(job):
        return None
    holder = f"{_cluster}/{os.getpid()}"
    taken = (
        Job.objects.due(now)
        .filter(pk=job_id, attempts=job.attempts)
        .update(state=Job.State.RUNNING, attempts=job.attempts + 1, holder=holder, lease_until=lease_from(now))
    )
    return Claim(job.pk, job.kind, job.arguments, job.attempts + 1, holder) if taken else None


def finish(claim: Claim) -> bool:
    """Mark the job done. False when the claim was lost meanwhile: then what was written must not be kept."""
    ended = {"state": Job.State.DONE, "finished_at": timezone.now(), "lease_until": None, "holder": "", "error": ""}
    return claim.row().update(**ended) == 1


def give_back(claim: Claim, error: str) -> None:
    """After a failure: wait a while and try again, or give up after the last attempt."""
    now = timezone.now()
    if claim.attempt >= registry.max_attempts(claim.kind):
        claim.row().update(**_buried(now, error))
    else:
        claim.row().update(**_waiting(now + pause_after(claim.attempt)), error=error)


def bury_if_exhausted(job: Job) -> bool:
    """Give up a job whose attempts are used up although nobody reported a failure: it kills its workers."""
    if job.attempts < registry.max_attempts(job.kind):
        return False
    now = timezone.now()
    Job.objects.due(now).filter(pk=job.pk, attempts=job.attempts).update(**_buried(now, job.error or LOST))
    return True


def release_all_of(cluster: str, *, culprit: int | None = None, stopped: bool = False) -> None:
    """Take back what a dead cluster held, at once instead of when its leases run out.

    When one process is known to have failed (`culprit`) or the cluster was stopped on purpose, the others were
    bystanders: their attempt does not count. Otherwise nobody is known to be innocent and every attempt counts.
    """
    now = timezone.now()
    held = Job.objects.held_by(cluster)
    if culprit is not None or stopped:
        held.exclude(holder=f"{cluster}/{culprit}").filter(attempts__gt=0).update(
            **_waiting(now), attempts=F("attempts") - 1
        )
    held.update(lease_until=now - timedelta(seconds=1), rung_at=None, error=LOST)


def lease_from(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.Q_CLUSTER["timeout"]) + LEASE_AFTER_TIMEOUT


def pause_after(attempt: int) -> timedelta:
    """Four times longer after each failure, with some chance in it so that a crowd does not come back together."""
    pause: timedelta = min(FIRST_PAUSE * 4 ** (attempt - 1), LONGEST_PAUSE)
    return pause * random.uniform(0.8, 1.2)  # noqa: S311  # nosec B311 -- spreads load, protects nothing


def _waiting(run_after: datetime) -> dict[str, Any]:
    return {
        "state": Job.State.WAITING, "run_after": run_after, "lease_until": None, "holder": "", "rung_at": None,
    }  # fmt: skip


def _buried(now: datetime, error: str) -> dict[str, Any]:
    return {"state": Job.State.DEAD, "finished_at": now, "lease_until": None, "holder": "", "error": error}
