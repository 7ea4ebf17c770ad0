"""Letting a case rest as a whole, and going on with it: by hand, or by itself on the day that was said."""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.calendar.services import calendar_for
from portal.directory.models import Post
from portal.jobs import failures
from portal.localday import beginning_of
from portal.locking import locked
from workflows import events
from workflows.acting import may_go_on, may_suspend
from workflows.engine import NotPossible
from workflows.models import RESTING, Case, CaseRest, RestReason, Task, TaskDeadline
from workflows.refusing import refusals_kept
from workflows.services import planning
from workflows.services.cases import in_stead_of
from workflows.services.casewide import demand_answer, locked_case
from workflows.services.rounds import deadline_of, measure_of, next_rung, resume, signal
from workflows.timing import left

LONGEST_REST = timedelta(days=90)
AT_ONCE = 50
AGAIN_AFTER = timedelta(minutes=5)

log = logging.getLogger(__name__)


def suspend_case(case: Case, *, reason: RestReason, until: date, by: Post) -> Case:
    """Nobody works on the case until that day begins; what is left of its deadlines stays left.

    Raises Refused, NotPossible (it rests, it is closed, the day is none of the next 90).
    """
    with refusals_kept(case, by, "suspend"), transaction.atomic():
        case = locked_case(case)
        absent = demand_answer(may_suspend(by, case))
        if case.is_closed:
            raise NotPossible("closed", _("This case is closed."))
        if hasattr(case, "rest"):
            raise NotPossible("resting", _("This case is suspended already."))
        if not timezone.localdate() < until <= timezone.localdate() + LONGEST_REST:
            sentence = _("Choose a day from tomorrow on, at most %(days)d days ahead.")
            raise NotPossible("rest_too_long", sentence % {"days": LONGEST_REST.days})
        now = timezone.now()
        rest = CaseRest(case=case, reason=reason, since=now, until=beginning_of(until), by=by)
        rest.woken = {str(task.pk): at for task in case.tasks.open() if (at := _stop(case, task, now))}
        rest.save(force_insert=True)
        detail = {"reason": str(reason), "until": str(until), **in_stead_of(absent)}
        events.append(case, "suspended", detail, post=by, at=now)
        case.save(update_fields=["chain_end"])
    return case


def go_on_with_case(case: Case, *, by: Post) -> Case:
    """Before its day. Twice is once. Raises Refused."""
    with refusals_kept(case, by, "suspend"), transaction.atomic():
        case = locked_case(case)
        absent = demand_answer(may_go_on(by, case))
        if hasattr(case, "rest"):
            _go_on(case, by=by, now=timezone.now(), detail={"reason": "by_hand", **in_stead_of(absent)})
    return case


def go_on_with_rested(now: datetime) -> int:
    """Go on with those whose day has come; returns with how many. Any number of sweepers may call this at once."""
    return sum(_look_at(case, now) for case in CaseRest.objects.over(now).values_list("pk", flat=True)[:AT_ONCE])


def no_longer_rests(case: Case, *, by: Post, now: datetime) -> None:
    """The case leaves its state by a way beside the tasks, and these end with it: as tasks whose time runs, as it does
    again when the step is taken back. The caller has locked the case.
    """
    if hasattr(case, "rest"):
        _go_on(case, by=by, now=now, detail={"reason": "way"})


def _look_at(case_id: UUID, now: datetime) -> bool:
    try:
        with transaction.atomic():
            over = CaseRest.objects.over(now).order_by().values("pk")
            cases = Case.objects.select_related("version", "rest").filter(pk=case_id, pk__in=over)
            case = locked(cases, skip_locked=True).first()
            if case is not None:
                _go_on(case, by=None, now=now, detail={"reason": "day"})
            return case is not None
    except Exception as error:
        log.error("Case %s could not go on and was put off: %s", case_id, failures.describe(error))
        CaseRest.objects.filter(pk=case_id).update(next_at=now + AGAIN_AFTER)
        return False


def _stop(case: Case, task: Task, now: datetime) -> str:
    """Let its deadline stand still. What is paused already, or late, is only not looked at.

    Returns when a pause that somebody had begun before ends.
    """
    row = TaskDeadline.objects.filter(task=task).first() or (deadline_of(task) if task.due_at else None)
    if row is None:
        return ""
    woken = row.next_at if row.paused_at else None
    if row.paused_at is None and task.due_at is not None and task.due_at > now:
        row.amount = left(calendar_for(case.area_code), measure_of(row), now, task.due_at)
        row.paused_at, row.pause_reason, row.unsure = now, RESTING, False
        signal(task, None, Task.Signal.PAUSED)
    row.next_at = None
    row.save()
    return woken.isoformat() if woken else ""


def _go_on(case: Case, *, by: Post | None, now: datetime, detail: dict[str, str]) -> None:
    woken = case.rest.woken
    case.rest.delete()
    events.append(case, "gone_on", detail, post=by, at=now)
    for task in case.tasks.open().select_related("case__version"):
        task.case = case
        row = TaskDeadline.objects.filter(task=task).first()
        if row is None:
            continue
        if row.paused_at is not None and row.pause_reason == RESTING:
            resume(case, task, row, by=by, now=now)
            continue
        at = woken.get(str(task.pk))
        row.wake(parse_datetime(at) if at else next_rung(task, row, calendar_for(case.area_code)))
        row.save(update_fields=["next_at"])
    planning.wake(case, now)
    case.save(update_fields=["chain_end"])
