"""A deadline in words: how much of its own time is left, until when, and what is not certain about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for, calendars_for
from portal.templatetags.portal_tags import SOON, said_moment, said_span
from workflows.models import RESTING, PauseReason, Task, TaskDeadline
from workflows.services import measure_of
from workflows.timing import Counting, count, left


@dataclass(frozen=True)
class DueWords:
    sentence: str
    # That it may still move, and why; else empty.
    uncertain: str = ""
    paused: bool = False


def due_words(task: Task) -> DueWords | None:
    """None for a task that is done or has no deadline."""
    row = TaskDeadline.objects.filter(task=task).first()
    if task.state != Task.State.OPEN:
        return None
    if row is not None and row.paused_at is not None and row.pause_reason == RESTING:
        standing = _("Stands still with the case. Then left: %(left)s.")
        return DueWords(standing % {"left": _amount(row.measure, row.amount)}, paused=True)
    if row is not None and row.paused_at is not None:
        return DueWords(_paused(row), paused=True)
    if task.due_at is None:
        return None
    if task.due_tells_the_report and (row is None or row.measure != TaskDeadline.Measure.WORKING_DAYS):
        # Small-place rule: the day only.
        return DueWords(_("Until %(when)s") % {"when": date(timezone.localtime(task.due_at), "DATE_FORMAT")})
    calendar = calendar_for(task.case.area_code)
    return DueWords(_running(task, row, calendar), _uncertain(row, calendar) if row else "")


@dataclass(frozen=True)
class DueInList:
    """`kind` is late, soon or later; `moment` to the minute, unless that would tell the minute of the report."""

    at: datetime
    kind: str
    moment: str
    span: str = ""


def due_in_list(tasks: Collection[Task]) -> dict[Any, DueInList]:
    """For a page of open tasks, by key; what has no deadline, or is paused, is left out. Each in its own time."""
    rows = TaskDeadline.objects.in_bulk([task.pk for task in tasks if task.due_at])
    working = {task.case.area_code for task in tasks if task.pk in rows and rows[task.pk].measure != "clock"}
    calendars = calendars_for(working) if working else {}
    now = timezone.now()
    return {
        task.pk: _listed(task, rows.get(task.pk), calendars.get(task.case.area_code), task.due_at, now)
        for task in tasks
        if task.due_at
    }


def _listed(
    task: Task, row: TaskDeadline | None, calendar: WorkCalendar | None, due: datetime, now: datetime
) -> DueInList:
    measure = measure_of(row) if row else "clock"
    kind = "late" if due < now else "soon" if due - now <= SOON else "later"
    if task.due_tells_the_report and measure != "working_days":
        # Small-place rule: the day only.
        return DueInList(due, "later", date(timezone.localtime(due), "DATE_FORMAT"))
    if kind == "late" or measure == "clock" or calendar is None:
        return DueInList(due, kind, said_moment(due), said_span(due - now))
    amount = left(calendar, measure, now, due)
    if measure == "working_days":
        kind = "soon" if amount.days <= 1 else "later"
    return DueInList(due, kind, said_moment(due), _("%(span)s left") % {"span": _amount(measure, amount)})


def _paused(row: TaskDeadline) -> str:
    words = {"left": _amount(row.measure, row.amount), "reason": PauseReason(row.pause_reason).label}
    words["day"] = date(row.next_at and timezone.localtime(row.next_at), "DATE_FORMAT")
    return _("Paused until %(day)s: %(reason)s. Then left: %(left)s.") % words


def _running(task: Task, row: TaskDeadline | None, calendar: WorkCalendar) -> str:
    due, now = task.due_at, timezone.now()
    if due is None:
        return ""
    measure = measure_of(row) if row else "clock"
    words = {"when": said_moment(due), "left": _amount(measure, left(calendar, measure, now, due))}
    if due < now or measure == "clock":
        return _("%(span)s, until %(when)s") % {"span": said_span(due - now), "when": words["when"]}
    if measure == "working_days" and timezone.localdate(due) == timezone.localdate(now):
        return _("Due today, until the office closes at %(clock)s") % {"clock": f"{timezone.localtime(due):%H:%M}"}
    return _("%(left)s left, until %(when)s") % words


def _amount(measure: str, amount: timedelta) -> str:
    """So much of the deadline's own time."""
    if measure == TaskDeadline.Measure.WORKING_DAYS:
        return ngettext("%(n)d working day", "%(n)d working days", amount.days) % {"n": amount.days}
    minutes = round(amount.total_seconds() / 60)
    words = {"hours": minutes // 60, "minutes": minutes % 60}
    if measure == TaskDeadline.Measure.OFFICE_HOURS:
        return _("%(hours)d h %(minutes)d min of office hours") % words
    return _("%(hours)d h %(minutes)d min") % words


def _uncertain(row: TaskDeadline, calendar: WorkCalendar) -> str:
    years = count(calendar, Counting(measure_of(row), row.amount), row.counted_from).unknown_years
    if not years:
        return ""
    sentence = _(
        "The official holidays of %(years)s are not known yet; Monday to Friday were counted. The deadline moves when "
        "they are."
    )
    return sentence % {"years": ", ".join(map(str, sorted(years)))}
