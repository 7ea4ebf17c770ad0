"""Asking for background work, and asking again for work that was given up."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.jobs import doorbell
from portal.jobs.models import Job
from portal.jobs.registry import registry

KEYS = UUID("6d2c1d3e-53a4-4c2f-9a0e-5c7a0f6b1e94")


def enqueue(kind: str, *, key: str | None = None, run_after: datetime | None = None, **ids: Any) -> Job:
    """Write a job into the caller's transaction and ring for it when that commits.

    `key` makes the call idempotent: a second call with the same key asks for the job of the first.
    """
    job = _job(kind, key, ids, run_after)
    _write([job])
    return job


def enqueue_each(kind: str, by_key: Mapping[str, dict[str, Any]]) -> None:
    """What `enqueue` does, for many jobs of a kind at once: the ids of each by its key."""
    _write([_job(kind, key, ids) for key, ids in by_key.items()])


def planned(kind: str, *, key: str | None = None, run_after: datetime | None = None, **ids: Any) -> Job:
    """What `enqueue` would ask for, not written yet: `enqueue_all` writes it together with others."""
    return _job(kind, key, ids, run_after)


def enqueue_all(jobs: Iterable[Job]) -> None:
    """What `enqueue` does, for jobs of several kinds in one query."""
    _write(list(jobs))


def _job(kind: str, key: str | None, ids: dict[str, Any], run_after: datetime | None = None) -> Job:
    """The id follows from the key, so whoever asks again rings for the same job without having looked."""
    if kind not in registry:
        raise LookupError(f"no job kind {kind!r}")
    now = timezone.now()
    due = run_after or now
    return Job(
        id=uuid5(KEYS, key) if key else uuid4(),
        kind=kind,
        arguments=ids,
        key=key,
        run_after=due,
        rung_at=now if settings.JOBS_RING and due <= now else None,
    )


def _write(jobs: list[Job]) -> None:
    """One query for all; a ring for a job that was there before is one too many, which does no harm."""
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    for job in jobs:
        if job.rung_at:
            _ring_with_this_transaction(job.pk)


def _ring_with_this_transaction(job_id: UUID) -> None:
    """With the queue in our own database the ring is part of the transaction; otherwise it follows the commit.

    A ring that is lost, or that fails because the queue is away, is repeated by the reconciler.
    """
    if doorbell.is_in_the_database():
        doorbell.ring(job_id)
    else:
        transaction.on_commit(lambda: doorbell.ring(job_id), robust=True)


def retry(job_id: UUID) -> bool:
    """Give a job that was given up its attempts back. False when it is not dead (any more)."""
    return _revive(job_id) == 1


def retry_all(kind: str | None = None) -> int:
    """Retry every dead job, or every one of a kind; returns how many. The reconciler rings for them."""
    dead = Job.objects.dead()
    if kind is not None:
        dead = dead.filter(kind=kind)
    return dead.update(**_fresh())


def _revive(job_id: UUID) -> int:
    with transaction.atomic():
        revived = Job.objects.dead().filter(pk=job_id).update(**_fresh(rung=settings.JOBS_RING))
        if revived and settings.JOBS_RING:
            _ring_with_this_transaction(job_id)
    return revived


def _fresh(*, rung: bool = False) -> dict[str, Any]:
    now = timezone.now()
    return {
        "state": Job.State.WAITING,
        "attempts": 0,
        "run_after": now,
        "rung_at": now if rung else None,
        "lease_until": None,
        "holder": "",
        "finished_at": None,
    }
