"""Putting right what got lost: rings, leases, attempts. Any number of reconcilers may run at once."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from portal.jobs import claims, doorbell
from portal.jobs.models import Job

# A ring this old that nobody answered is lost when the queue is empty …
HEARD_WITHIN = timedelta(seconds=5)
# … and even when it is not: a busy queue may never be empty.
HEARD_FOR_CERTAIN = timedelta(minutes=5)
AT_ONCE = 200


def reconcile() -> int:
    """Ring for due work that nobody is coming for, give up what is exhausted; returns the number of rings.

    While rings lie in the queue the workers are on their way and none is repeated, so a long queue does not grow.
    """
    now = timezone.now()
    unheard = list(Job.objects.unheard(now, since=now - HEARD_WITHIN)[:AT_ONCE])
    if any(job.rung_at for job in unheard) and doorbell.waiting_rings():
        never_or_long_ago = Q(rung_at=None) | Q(rung_at__lt=now - HEARD_FOR_CERTAIN)
        unheard = list(Job.objects.due(now).filter(never_or_long_ago).order_by("run_after")[:AT_ONCE])
    return sum(_ring_again(job) for job in unheard if not claims.bury_if_exhausted(job))


def _ring_again(job: Job) -> int:
    """One ring, by whichever reconciler is first to write the time of it."""
    as_seen = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, rung_at=job.rung_at)
    if not as_seen.update(rung_at=timezone.now()):
        return 0
    doorbell.ring(job.pk)
    return 1
