"""Asking for background work, and asking again for work that was given up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.jobs import doorbell
from portal.jobs.models import Job
from portal.jobs.registry import registry


def enqueue(kind: str, *, key: str | None = None, run_after: datetime | None = None, **ids: Any) -> Job:
    """Write a job into the caller's transaction and ring for it when that commits.

    `key` makes the call idempotent: a second call with the same key gives the job of the first.
    """
    if kind not in registry:
        raise LookupError(f"no job kind {kind!r}")
    now = timezone.now()
    rings = settings.JOBS_RING and (run_after is None or run_after <= now)
    values = {"kind": kind, "arguments": ids, "run_after": run_after or now, "rung_at": now if rings else None}
    if key is None:
        job, made = Job.objects.create(**values), True
    else:
        job, made = Job.objects.get_or_create(key=key, defaults=values)
    if made and rings:
        _ring_with_this_transaction(job.pk)
    return job


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
