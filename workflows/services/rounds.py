"""The rounds of a deadline: begun, going on after a pause, counted anew, and the rungs that are still to be climbed."""

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for
from portal.directory.models import Post
from workflows import engine, events
from workflows.engine import NotPossible
from workflows.models import Case, ClimbedRung, Task, TaskDeadline
from workflows.schema import Rung
from workflows.timing import Counting, Measure, PlannedRung, count, ladder_of, plan

# What a new round is begun for when a task goes to another organisation.
REASSIGNED = "reassigned"
# Or when it turns out that a child may be in danger.
DANGER = "danger"


def restart(case: Case, task: Task, *, by: Post | None, now: datetime) -> None:
    """Who is given a task of others has the whole time of it. The caller has locked the case and saves its log."""
    defined = task.type.deadline
    if defined is None:
        return
    new = engine.new_deadline(defined, calendar_for(case.area_code), now, urgent=task.urgent)
    row = TaskDeadline.objects.filter(task=task).first() or TaskDeadline(task=task, round=0)
    begin(case, task, row, new.counting, counted_from=now, now=now)
    if hasattr(case, "rest"):
        # Who is shut out of a case that rests loses their tasks all the same; nobody is hurried by that.
        row.next_at = None
        row.save(update_fields=["next_at"])
    detail = {"reason": REASSIGNED, "due_at": said(task)}
    events.append(case, "deadline_restarted", _about(task) | detail, post=by, at=now)


def hurry(case: Case, task: Task, *, by: Post | None, now: datetime) -> None:
    """A child may be in danger: from now on the task has the clock and the ladder of that, and is due no later than it
    was. Once; nothing where the definition knows no such clock. The caller has locked the case and saves its log.
    """
    defined = task.type.deadline
    if task.urgent or defined is None or defined.urgent_when is None:
        return
    task.urgent = True
    task.save(update_fields=["urgent"])
    calendar, before = calendar_for(case.area_code), task.due_at
    new = engine.new_deadline(defined, calendar, now, urgent=True)
    row = TaskDeadline.objects.filter(task=task).first() or TaskDeadline(task=task, round=0)
    if before is None or new.due_at is None or new.due_at < before or row._state.adding:
        begin(case, task, row, new.counting, counted_from=now, now=now)
    else:
        row.round += 1
        row.wake(next_rung(task, row, calendar))
        row.save()
    detail = {"reason": DANGER, "due_at": said(task)}
    events.append(case, "deadline_restarted", _about(task) | detail, post=by, at=now)


def resume(
    case: Case, task: Task, row: TaskDeadline, *, by: Post | None, now: datetime, more: dict[str, str] | None = None
) -> None:
    """Count on with what is left. Without a person it is the end of the pause. The caller has locked the case."""
    if row.paused_at is None:
        raise NotPossible("not_paused", _("The deadline is running."))
    row.counted_from, row.paused_at, row.pause_reason = now, None, ""
    calendar = calendar_for(case.area_code)
    _set(task, row, calendar, mark=_mark_of_round(task, row))
    detail = {"reason": "by_hand" if by else "pause_over", "due_at": said(task), **(more or {})}
    log(case, task, "deadline_resumed", by, now, detail)


def reopen(case: Case, task: Task, *, now: datetime) -> None:
    """A task that had ended is there again, with the time and the ladder that it had, and waits if it was waiting.

    The caller has locked the case.
    """
    task.case, task.state, task.done_at, task.done_by = case, Task.State.OPEN, None, None
    task.save(update_fields=["state", "done_at", "done_by"])
    row = TaskDeadline.objects.filter(task=task).first()
    if row is None:
        return
    if row.paused_at is None:
        row.wake(next_rung(task, row, calendar_for(case.area_code)))
    else:
        _wait_again(row, now)
    row.save(update_fields=["next_at"])


def recount(case: Case, task: Task, row: TaskDeadline, *, now: datetime) -> None:
    """Now that more holidays are known. The caller has locked the case."""
    before = task.due_at
    _set(task, row, calendar_for(case.area_code), mark=task.signal)
    if task.due_at != before:
        log(case, task, "deadline_recounted", None, now, {"reason": "calendar", "due_at": said(task)})


def deadline_of(task: Task) -> TaskDeadline:
    """For a task that is older than these rows one by the clock, not yet written. Raises NotPossible without any."""
    found = TaskDeadline.objects.filter(task=task).first()
    if found is not None and (task.due_at or found.paused_at):
        return found
    if task.due_at is None:
        raise NotPossible("no_deadline", _("This task has no deadline."))
    amount = task.due_at - task.made_at
    return TaskDeadline(task=task, measure="clock", amount=amount, counted_from=task.made_at, began_at=task.made_at)


def ladder(task: Task) -> tuple[Rung, ...]:
    """What is done about the task's deadline; nothing for one whose definition has none (any more)."""
    defined = task.type.deadline
    return ladder_of(defined, urgent=task.urgent) if defined else ()


def planned(task: Task, row: TaskDeadline, calendar: WorkCalendar) -> list[PlannedRung]:
    """The rungs that are still to be climbed in this round."""
    if task.due_at is None:
        return []
    done = set(ClimbedRung.objects.filter(deadline=row, round=row.round).values_list("number", flat=True))
    rungs = plan(calendar, measure_of(row), ladder(task), began=row.began_at, due=task.due_at)
    return [rung for rung in rungs if rung.number not in done]


def next_rung(task: Task, row: TaskDeadline, calendar: WorkCalendar) -> datetime | None:
    rungs = planned(task, row, calendar)
    return rungs[0].at if rungs else None


def begin(
    case: Case, task: Task, row: TaskDeadline, counting: Counting, *, counted_from: datetime, now: datetime
) -> None:
    row.measure, row.amount = counting
    row.counted_from, row.began_at, row.round = counted_from, now, row.round + 1
    row.paused_at, row.pause_reason = None, ""
    _set(task, row, calendar_for(case.area_code), mark="")


def _wait_again(row: TaskDeadline, now: datetime) -> None:
    """The sweeper forgets the end of a pause that comes while its task is closed: then it is over now."""
    row.wake(row.next_at or now)


def follow_ladder(task: Task, row: TaskDeadline, calendar: WorkCalendar, now: datetime) -> None:
    """The task has another ladder than before: what lies behind in it counts as climbed, nobody hears of it twice."""
    row.round += 1
    rungs = planned(task, row, calendar)
    row.save()
    behind = [rung for rung in rungs if rung.at <= now]
    ClimbedRung.objects.bulk_create(
        ClimbedRung(deadline=row, round=row.round, number=rung.number, at=now) for rung in behind
    )
    if row.paused_at is None:
        row.wake(next((rung.at for rung in rungs if rung.at > now), None))
    else:
        _wait_again(row, now)
    row.save(update_fields=["next_at"])


def _set(task: Task, row: TaskDeadline, calendar: WorkCalendar, *, mark: str) -> None:
    """Work out when it is due and what comes next, and write both."""
    due = count(calendar, Counting(measure_of(row), row.amount), row.counted_from)
    row.unsure = bool(due.unknown_years)
    signal(task, due.at, mark)
    row.wake(next_rung(task, row, calendar))
    row.save()


def signal(task: Task, due_at: datetime | None, mark: str) -> None:
    task.due_at, task.signal = due_at, mark
    task.save(update_fields=["due_at", "signal"])


def _mark_of_round(task: Task, row: TaskDeadline) -> str:
    """The strongest mark of the rungs that were climbed."""
    numbers = ClimbedRung.objects.filter(deadline=row, round=row.round).values_list("number", flat=True)
    marks = {ladder(task)[number].mark for number in numbers}
    return next((mark for mark in (Task.Signal.RED, Task.Signal.YELLOW) if mark in marks), "")


def measure_of(row: TaskDeadline) -> Measure:
    return cast(Measure, row.measure)


def said(task: Task) -> str:
    return task.due_at.isoformat() if task.due_at else ""


def _about(task: Task) -> dict[str, str]:
    return {"task": task.key, "task_id": str(task.pk)}


def log(case: Case, task: Task, kind: str, by: Post | None, now: datetime, detail: dict[str, str]) -> None:
    events.append(case, kind, _about(task) | detail, post=by, at=now)
    case.save(update_fields=["chain_end"])
