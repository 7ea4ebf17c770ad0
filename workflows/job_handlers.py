"""Background work of the workflows floor."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone

from forms.models import Submission
from portal.directory.models import Organisation
from portal.jobs import failures
from portal.jobs.progress import progress
from portal.jobs.registry import job
from portal.jobs.services import enqueue
from workflows.effects import pieces, registry
from workflows.models import Case, CaseMove, EffectRun
from workflows.services import closing, migrating, open_case, planning
from workflows.services.applying import let_in

# A job works for less than its time limit and asks for the next one.
SECONDS = 45.0

log = logging.getLogger(__name__)


# Another system may be away for some hours; meanwhile the case says that it is being tried again.
@job("workflows.effect", in_transaction=False, max_attempts=8)
def run_effect(effect_run: int, start: int = 0) -> Callable[[], None] | None:
    """Run one effect of one event. The slow part runs here, the writes in the transaction that marks it done.

    What is too much for one job is written piece by piece, each in the transaction that asks for the next; `start` is
    where this piece begins.
    """
    run = EffectRun.objects.select_related("case__version").get(pk=effect_run)
    if not planning.is_to_be_done(run):
        return None
    effect = registry[run.type]
    ending, rest = effect.run_from(run, effect.settings(run.settings), start)

    def finish() -> None:
        # The case first, as whoever takes a step back does: an effect may write to it.
        Case.objects.select_for_update().only("pk").get(pk=run.case_id)
        fresh = EffectRun.objects.select_for_update().get(pk=effect_run)
        in_pieces = start > 0 or rest is not None
        if fresh.done_at is not None or (in_pieces and pieces.is_past(fresh, start)):
            return
        if run.planned_for is not None:
            let_in(run)
        skipped = ending() or ""
        if rest is None:
            EffectRun.objects.filter(pk=effect_run).update(done_at=timezone.now(), skipped=skipped)
        else:
            pieces.go_on(run, rest)

    return finish


@job("workflows.open_case", max_attempts=10)
def open_late_case(submission_id: str) -> None:
    """The case of a report that a fault kept from being opened with it."""
    open_case(Submission.objects.get(pk=submission_id))


@job("workflows.office_closed", in_transaction=False)
def pass_on_work_of_closed_office(organisation: int, **_more: Any) -> Callable[[], None]:
    """Each task committed by itself. Started again it finds what is left."""
    closed = Organisation.objects.get(pk=organisation)
    left = _each(closing.left_behind(closed), closing.pass_on, _leave_for_the_next_try, done=0)
    return lambda: _again_for_the_rest(organisation, left)


def _leave_for_the_next_try(task: UUID) -> None:
    """It stays where it is, and the log says so."""


def _again_for_the_rest(organisation: int, left: int) -> None:
    if left:
        enqueue("workflows.office_closed", key=f"office_closed:{organisation}:{left}", organisation=organisation)


@job(migrating.MOVE, in_transaction=False)
def move_cases(move: str, **_more: Any) -> Callable[[], None]:
    """Take running cases over to a newer version, each committed by itself. Started again it finds what is left."""
    found = CaseMove.objects.select_related("source", "target", "post").get(pk=move)
    waiting = migrating.still_to_move(found).values_list("pk", flat=True)
    done = found.cases.count()
    left = _each(waiting, partial(migrating.move_case, found), partial(migrating.note_failure, found), done=done)
    return lambda: _go_on(migrating.MOVE, found, left, finished="finished_at")


@job(migrating.MOVE_BACK, in_transaction=False)
def move_cases_back(move: str, **_more: Any) -> Callable[[], None]:
    found = CaseMove.objects.select_related("source", "target", "reversal_post").get(pk=move)
    waiting = migrating.still_to_move_back(found).values_list("pk", flat=True)
    done = found.cases.filter(refused="").count() - waiting.count()
    left = _each(waiting, partial(migrating.move_case_back, found), migrating.note_failure_back, done=done)
    return lambda: _go_on(migrating.MOVE_BACK, found, left, finished="reversal_finished_at")


def _each(waiting: Iterable[Any], do: Callable[[Any], None], note_failure: Callable[[Any], None], *, done: int) -> int:
    """How many are left when the time is over. One that fails keeps no other from being done."""
    until, ids = monotonic() + SECONDS, list(waiting)
    for number, one in enumerate(ids):
        progress(done + number, done + len(ids))
        if monotonic() >= until:
            return len(ids) - number
        try:
            do(one)
        except OperationalError:
            # The database is busy or away: the whole job is tried again.
            raise
        except Exception as error:
            log.error("A case could not be moved: %s", failures.describe(error))
            note_failure(one)
    progress(done + len(ids), done + len(ids))
    return 0


def _go_on(kind: str, move: CaseMove, left: int, *, finished: str) -> None:
    if left:
        enqueue(kind, key=f"{kind}:{move.pk}:{left}", move=str(move.pk))
    else:
        CaseMove.objects.filter(pk=move.pk).update(**{finished: timezone.now()})
