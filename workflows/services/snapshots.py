"""The case as the engine sees it."""

from datetime import datetime
from typing import Any

from forms.models import Submission
from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for
from workflows import guards
from workflows.engine import DonePart, OpenTask, Snapshot
from workflows.models import Case
from workflows.timing import WEEK

# The events with which a case comes to a state.
ENTRIES = ("opened", "moved")


def snapshot_of(case: Case, now: datetime) -> Snapshot:
    """The caller has locked the case's row."""
    tasks = tuple(OpenTask(str(task.pk), task.key, task.accepted_at is not None) for task in case.tasks.open())
    return Snapshot(case.state, tasks, clear_answers(case), now, case.urgent, calendar_of(case), done_parts(case))


def done_parts(case: Case) -> tuple[DonePart, ...]:
    """What has been finished since the case came to its state, where the tasks of that come together."""
    state = case.version.schema.state(case.state)
    if state.join is None:
        return ()
    entered = case.events.filter(kind__in=ENTRIES).order_by("-sequence").values_list("at", flat=True)[:1]
    done = case.tasks.done().filter(key__in=[task.key for task in state.tasks], made_at__gte=entered[0])
    found = done.select_related("submission").order_by("done_at", "pk")
    return tuple(DonePart(task.key, task.submission.open_answers if task.submission else {}) for task in found)


def first_snapshot(case: Case, submission: Submission, now: datetime) -> Snapshot:
    """Of a case that this submission opens just now."""
    return Snapshot(case.state, (), _by_form([submission]), now, case.urgent, calendar_of(case))


def calendar_of(case: Case) -> WorkCalendar:
    """The working time of the place, looked up only where the workflow counts in it."""
    return calendar_for(case.area_code) if case.version.schema.counts_working_time else WEEK


def clear_answers(case: Case) -> dict[str, dict[str, Any]]:
    """Open and countable answers by form key, the newest of each form; "answers" are those that opened the case, and
    under "before", by form key, those that the newest ones took the place of.
    """
    members = case.case_submissions.select_related("submission__version__form").order_by("pk")
    # What an editor works on and what is published from it are long; only the key is needed.
    light = members.defer("submission__version__definition", "submission__version__form__steps")
    return _by_form([member.submission for member in light])


def context_of(case: Case) -> dict[str, Any]:
    """What the rules of its forms may name beside their own fields: `${case.<form>.<field>}`."""
    return {"case": clear_answers(case)}


def _by_form(submissions: list[Submission]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {"answers": submissions[0].open_answers} if submissions else {}
    before: dict[str, Any] = {}
    for submission in submissions:
        key = submission.version.form.key
        if key in found:
            before[key] = found[key]
        found[key] = submission.open_answers
    return {**found, guards.BEFORE: before}
