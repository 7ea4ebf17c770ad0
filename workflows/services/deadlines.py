"""What people do with a deadline: let it wait, go on, move it. Each change has a reason in the log of the case."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.calendar.services import calendar_for
from portal.directory.models import Post
from portal.localday import beginning_of
from workflows.engine import NotPossible
from workflows.models import ExtensionReason, PauseReason, Task, TaskDeadline
from workflows.policies import demand
from workflows.refusing import refusals_kept
from workflows.services.cases import in_stead_of, locked_task, must_be_open
from workflows.services.rounds import begin, deadline_of, log, measure_of, resume, said, signal
from workflows.timing import Counting, left

LONGEST_PAUSE = timedelta(days=60)
LONGEST_EXTENSION = 60


def pause_deadline(task: Task, *, reason: PauseReason, until: date, by: Post) -> None:
    """Stop the clock until that day begins, or until somebody goes on; what is left stays left.

    Raises Refused, NotPossible.
    """
    with refusals_kept(task, by, "pause"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "pause", task)
        must_be_open(case, task)
        row, now = deadline_of(task), timezone.now()
        due = _running(task, row)
        if due <= now:
            raise NotPossible("overdue", _("The deadline has passed. Your leader can move it."))
        if not timezone.localdate() < until <= timezone.localdate() + LONGEST_PAUSE:
            sentence = _("Choose a day from tomorrow on, at most %(days)d days ahead.")
            raise NotPossible("pause_too_long", sentence % {"days": LONGEST_PAUSE.days})
        row.amount = left(calendar_for(case.area_code), measure_of(row), now, due)
        if row.moves_at is not None and row.moves_at < beginning_of(until):
            raise NotPossible("moves_on", _("The clock moves this case on before that day."))
        row.paused_at, row.pause_reason = now, reason
        row.wake(beginning_of(until))
        row.unsure = False
        row.save()
        signal(task, None, Task.Signal.PAUSED)
        log(case, task, "deadline_paused", by, now, {"reason": str(reason), "until": str(until), **in_stead_of(absent)})


def go_on(task: Task, *, by: Post) -> None:
    """End the pause now. Raises Refused, NotPossible."""
    with refusals_kept(task, by, "pause"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "pause", task)
        must_be_open(case, task)
        resume(case, task, deadline_of(task), by=by, now=timezone.now(), more=in_stead_of(absent))


def extend_deadline(task: Task, *, days: int, reason: ExtensionReason, by: Post) -> None:
    """Move the deadline by so many days of its own kind, from where it is, or from now when it has passed.

    A new round begins: reminders come again. Raises Refused, NotPossible.
    """
    with refusals_kept(task, by, "extend"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "extend", task)
        must_be_open(case, task)
        if not 1 <= days <= LONGEST_EXTENSION:
            sentence = _("A deadline is moved by 1 to %(days)d days.")
            raise NotPossible("extension_too_long", sentence % {"days": LONGEST_EXTENSION})
        row, now = deadline_of(task), timezone.now()
        due = _running(task, row)
        working = row.measure != TaskDeadline.Measure.CLOCK
        counting = Counting("working_days" if working else "clock", timedelta(days=days))
        begin(case, task, row, counting, counted_from=max(due, now), now=now)
        log(
            case, task, "deadline_extended", by, now,
            {"reason": str(reason), "days": str(days), "due_at": said(task), **in_stead_of(absent)},
        )  # fmt: skip


def _running(task: Task, row: TaskDeadline) -> datetime:
    """When it is due. Raises NotPossible while the deadline is paused."""
    if row.paused_at is not None or task.due_at is None:
        raise NotPossible("paused", _("The deadline is paused. Let it go on first."))
    return task.due_at
