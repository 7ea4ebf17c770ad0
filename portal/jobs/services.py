"""Asking for background work."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.jobs.models import Job
from portal.jobs.registry import registry


def enqueue(kind: str, *, key: str | None = None, run_after: datetime | None = None, **ids: Any) -> Job:
    """Write a job into the caller's transaction and ring for it when that commits.

    `key` makes the call idempotent: a second call with the same key gives the job of the first.
    """
    if kind not in registry:
        raise LookupError(f"no job kind {kind!r}")
    values = {"kind": kind, "arguments": ids, "run_after": run_after or timezone.now()}
    if key is None:
        job, made = Job.objects.create(**values), True
    else:
        job, made = Job.objects.get_or_create(key=key, defaults=values)
    if made and job.run_after <= timezone.now():
        transaction.on_commit(lambda: ring(job.pk), robust=True)
    return job


def ring(job_id: UUID) -> None:
    """Tell the queue about a job. A lost ring is repeated by the reconciler."""
    if not getattr(settings, "JOBS_RING", True):
        return
    from django_q.tasks import async_task  # here, so that a web process loads the queue on first use only

    Job.objects.filter(pk=job_id).update(rung_at=timezone.now())
    async_task("portal.jobs.runner.run", str(job_id))
