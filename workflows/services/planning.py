"""Effects that happen later: looked at once more when their time has come, and dropped with a reason or done."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.jobs.services import enqueue_all, planned
from workflows.effects.pieces import KIND
from workflows.models import Case, EffectRun
from workflows.services.casewide import locked_case

Skipped = EffectRun.Skipped


def is_to_be_done(run: EffectRun) -> bool:
    """Is it to be done now? What was planned and is not wanted any more is written down as dropped."""
    return run.done_at is None and (run.planned_for is None or _is_still_wanted(run))


def drop(run: EffectRun, why: "EffectRun.Skipped", now: datetime) -> None:
    """The caller has locked the case."""
    EffectRun.objects.filter(pk=run.pk, done_at=None).update(done_at=now, skipped=why)


def bring_back(case: Case, why: "EffectRun.Skipped", *, since: datetime) -> None:
    """What was dropped since then for a reason that holds no longer is looked at again.

    The caller has locked the case.
    """
    dropped = list(EffectRun.objects.filter(case=case, skipped=why, done_at__gte=since))
    EffectRun.objects.filter(pk__in=[run.pk for run in dropped]).update(done_at=None, skipped="")
    _ask_again(dropped)


def wake(case: Case, now: datetime) -> None:
    """The case goes on: what fell due while it rested is done now. The caller has locked the case."""
    _ask_again(list(EffectRun.objects.filter(case=case, planned_for__lte=now, done_at=None)))


@transaction.atomic
def _is_still_wanted(run: EffectRun) -> bool:
    case = locked_case(run.case)
    # While the case rests it waits: whoever ends the rest wakes it, under the same lock.
    if hasattr(case, "rest") or EffectRun.objects.exclude(done_at=None).filter(pk=run.pk).exists():
        return False
    why = _why_not(case, run)
    if why:
        drop(run, why, timezone.now())
    return why is None


def _why_not(case: Case, run: EffectRun) -> "EffectRun.Skipped | None":
    if case.opening_submission.is_erased:
        return Skipped.ERASED
    if hasattr(case, "merge"):
        return Skipped.MERGED
    return Skipped.MOVED if run.unless_moved and _has_moved(case, run.event_sequence) else None


def _has_moved(case: Case, sequence: int) -> bool:
    """Was a step taken since that event, and not taken back?"""
    since = case.events.filter(sequence__gt=sequence)
    moved = set(since.filter(kind="moved").values_list("sequence", flat=True))
    return bool(moved - {int(event.detail["sequence"]) for event in since.filter(kind="taken_back")})


def _ask_again(runs: list[EffectRun]) -> None:
    """By a job of its own: that of its moment may have been done."""
    at = timezone.now()
    enqueue_all(
        planned(KIND, key=f"{run.job_key}:{at:%Y%m%d%H%M%S%f}", run_after=run.planned_for, effect_run=run.pk)
        for run in runs
    )
