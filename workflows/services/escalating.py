"""What happens when a deadline comes near or has passed, when a pause ends, and when the clock moves a case on: one
sweeper, at each heartbeat. In what is left of its time it looks at what is owed on records.

Any number of sweepers may run at once and be killed anywhere. Each case is done in a transaction of its own under the
lock of its row, and a case that somebody works on just now waits for the next beat. What was done is known by rung,
not by time: a clock that jumps neither loses a rung nor climbs one twice.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.calendar.services import calendar_for
from portal.jobs import failures
from portal.locking import locked
from workflows import events
from workflows.models import Case, ClimbedRung, Task, TaskDeadline
from workflows.obligations.sweeping import sweep as sweep_obligations
from workflows.schema import Rung
from workflows.services.clock import moved_by_clock
from workflows.services.reassigning import lay_down
from workflows.services.resting import go_on_with_rested
from workflows.services.rounds import ladder, planned, recount, resume
from workflows.services.supervising import supervise
from workflows.services.telling import tell

AT_ONCE = 200
# A worker has more to do: what is left waits for the next heartbeat.
SECONDS = 3
# What fails is put off, so that it keeps nothing else from being looked at.
AGAIN_AFTER = timedelta(minutes=5)

log = logging.getLogger(__name__)


def sweep() -> int:
    """Look at what is due; returns at how many."""
    now, began = timezone.now(), monotonic()
    looked = go_on_with_rested(now)
    for task, case in TaskDeadline.objects.due(now).values_list("pk", "task__case")[:AT_ONCE]:
        if monotonic() - began > SECONDS:
            break
        looked += _look_at(task, case, now)
    return looked + sweep_obligations(now, until=began + SECONDS)


def _look_at(task: UUID, case: UUID, now: datetime) -> bool:
    try:
        return _climb(task, case, now)
    except Exception as error:
        log.error("The deadline of task %s was put off: %s", task, failures.describe(error))
        TaskDeadline.objects.due(now).filter(pk=task).update(next_at=now + AGAIN_AFTER)
        return False


@transaction.atomic
def _climb(task_id: UUID, case_id: UUID, now: datetime) -> bool:
    """False when somebody else has the case, or was quicker."""
    cases = Case.objects.select_related("version", "rest").defer("version__definition").filter(pk=case_id)
    case = locked(cases, skip_locked=True).first()
    row = TaskDeadline.objects.due(now).filter(pk=task_id).first() if case else None
    if case is None or row is None:
        return False
    task = Task.objects.select_related("organisation", "assignee__user").get(pk=task_id)
    task.case = case
    # What rests is woken as a whole (workflows.services.resting).
    if task.state != Task.State.OPEN or case.is_closed or hasattr(case, "rest"):
        TaskDeadline.objects.filter(pk=task_id).update(next_at=None)
        return True
    if row.moves_at is not None and row.moves_at <= now and moved_by_clock(case, task, row, now):
        return True
    _bring_up_to_date(case, task, row, now)
    _climb_rungs(case, task, row, now)
    return True


def _bring_up_to_date(case: Case, task: Task, row: TaskDeadline, now: datetime) -> None:
    if row.paused_at is not None:
        resume(case, task, row, by=None, now=now)
    elif row.unsure:
        recount(case, task, row, now=now)


def _climb_rungs(case: Case, task: Task, row: TaskDeadline, now: datetime) -> None:
    rungs = planned(task, row, calendar_for(case.area_code))
    for rung in [one for one in rungs if one.at <= now]:
        _climb_one(case, task, row, rung.number, ladder(task)[rung.number], now)
    ahead = [rung.at for rung in rungs if rung.at > now]
    row.wake(ahead[0] if ahead else None)
    row.save(update_fields=["next_at", "moves_at"])
    task.save(update_fields=["signal"])
    case.save(update_fields=["chain_end"])


def _climb_one(case: Case, task: Task, row: TaskDeadline, number: int, rung: Rung, now: datetime) -> None:
    ClimbedRung.objects.create(deadline=row, round=row.round, number=number, at=now)
    if rung.mark:
        task.signal = rung.mark
    told = tell(case, task, rung, key=f"deadline:{task.pk}:{row.round}:{number}")
    done = {
        "reassign": "yes" if rung.reassign and lay_down(case, task, rung.reassign, now=now) else "",
        "supervise": "yes" if rung.supervise and supervise(case, task, now=now) else "",
    }
    detail = {"task": task.key, "task_id": str(task.pk), "reason": rung.side, "rung": str(number), "told": str(told)}
    detail |= done | {"mark": rung.mark, "tell": ",".join(rung.tell)}
    events.append(case, "escalated", detail, post=None, at=now)
