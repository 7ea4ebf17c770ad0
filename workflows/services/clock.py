"""Cases that the clock moves on: the moment of a transition has come, and nobody has finished its task before."""

from datetime import datetime

from portal.calendar.services import calendar_for
from workflows import engine
from workflows.engine import NotPossible
from workflows.models import Case, Task, TaskDeadline
from workflows.services.applying import NOTHING_COUNTED, apply
from workflows.services.rounds import next_rung
from workflows.services.snapshots import snapshot_of


def moved_by_clock(case: Case, task: Task, row: TaskDeadline, now: datetime) -> bool:
    """Take the transition whose moment has come. False where its condition does not hold: that moment is over, and the
    row, not saved yet, has the next one if there is any. The caller has locked the case.

    What is opened then is due as if the sweeper had come at that very moment.
    """
    schema, snapshot = case.version.schema, snapshot_of(case, now)
    try:
        decision = engine.decide(schema, snapshot, engine.Strike(str(task.pk), since=row.began_at))
    except NotPossible:
        row.moves_at = engine.next_stroke(schema, snapshot, task.key, after=now)
        return False
    apply(case, decision, by=None, now=now)
    TaskDeadline.objects.filter(task=task).update(next_at=None)
    return True


def set_clock(case: Case, task: Task, now: datetime) -> None:
    """Work out anew when the clock moves on a task that is open, after the case went over to another version."""
    moves_at = engine.next_stroke(case.version.schema, snapshot_of(case, now), task.key)
    row = TaskDeadline.objects.filter(task=task).first()
    if moves_at == (row.moves_at if row else None):
        return
    if row is None:
        row = TaskDeadline(task=task, counted_from=now, began_at=now)
        row.measure, row.amount = NOTHING_COUNTED
    row.moves_at = moves_at
    # A pause always ends before the clock strikes.
    row.wake(row.next_at if row.paused_at else next_rung(task, row, calendar_for(case.area_code)))
    row.save()
