"""The case as the engine sees it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any

from forms.models import Submission
from portal.calendar.reckoning import WorkCalendar
from portal.calendar.services import calendar_for
from portal.pagecache import remembered
from workflows import guards
from workflows.engine import DonePart, OpenTask, Snapshot
from workflows.models import Case
from workflows.models.task import TaskQuerySet
from workflows.timing import WEEK

# The events with which a case comes to a state.
ENTRIES = ("opened", "moved")


def snapshot_of(case: Case, now: datetime) -> Snapshot:
    """The caller has locked the case's row. What was answered is looked up when a rule asks for it, most never do."""
    rows = case.tasks.open().values_list("pk", "key", "accepted_at")
    tasks = tuple(OpenTask(str(pk), key, accepted_at is not None) for pk, key, accepted_at in rows)
    answers = _WhenAsked(partial(clear_answers, case))
    return Snapshot(case.state, tasks, answers, now, case.urgent, calendar_of(case), done_parts(case))


class _WhenAsked(Mapping[str, Mapping[str, Any]]):
    """Answers that are looked up once, when the first of them is asked for."""

    def __init__(self, look: Callable[[], dict[str, dict[str, Any]]]) -> None:
        self._look = look

    @cached_property
    def _found(self) -> dict[str, dict[str, Any]]:
        return self._look()

    def __getitem__(self, form: str) -> Mapping[str, Any]:
        return self._found[form]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def done_parts(case: Case) -> tuple[DonePart, ...]:
    """What has been finished since the case came to its state, where the tasks of that come together."""
    if case.version.schema.state(case.state).join is None:
        return ()
    found = done_here(case).select_related("submission").order_by("done_at", "pk")
    return tuple(DonePart(task.key, task.submission.open_answers if task.submission else {}) for task in found)


def done_here(case: Case) -> TaskQuerySet:
    """The tasks without which it does not go on that were finished since it came to its state."""
    keys = [task.key for task in case.version.schema.state(case.state).needed]
    entered = case.events.filter(kind__in=ENTRIES).order_by("-sequence").values_list("at", flat=True)[:1]
    return case.tasks.done().filter(key__in=keys, made_at__gte=entered[0])


def first_snapshot(case: Case, submission: Submission, now: datetime) -> Snapshot:
    """Of a case that this submission opens just now."""
    return Snapshot(case.state, (), _by_form([submission]), now, case.urgent, calendar_of(case))


def calendar_of(case: Case) -> WorkCalendar:
    """The working time of the place, for a workflow that counts in it. Whatever changes a calendar purges it."""
    if not case.version.schema.counts_working_time:
        return WEEK
    place = case.area_code
    calendar: WorkCalendar = remembered(f"calendar:{place}", lambda: calendar_for(place))
    return calendar


def clear_answers(case: Case) -> dict[str, dict[str, Any]]:
    """Open and countable answers by form key, the newest of each form; "answers" are those that opened the case, and
    under "before", by form key, those that the newest ones took the place of.
    """
    members = case.case_submissions.standing().select_related("submission__version__form").order_by("pk")
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
