"""What is handed in meets what is owed, in the transaction of the submission."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from forms.models import Record, RecordEntry, Submission
from workflows.obligations.earlier import done_on
from workflows.obligations.looking import calendars_of, is_under, row_of
from workflows.obligations.models import Owed
from workflows.obligations.people import Holders
from workflows.obligations.periods import Span, counted_in, is_owed, term
from workflows.obligations.publishing import InForce, in_force

State = Owed.State
NOT_EXCUSED = {"excused_for": "", "excused_by": None, "excused_at": None}


def meet(submission: Submission, record: Record, answers: Mapping[str, Any]) -> list[Owed]:
    """What it met: of each obligation at most one period. A second paper in a period meets nothing."""
    wanted = (record.form.key, submission.version.form.key)
    found = [one for one in in_force() if (one.schema.records, one.schema.form) == wanted]
    met = [_meet(one, record, submission, done_on(one, submission, answers)) for one in found]
    return [row for row in met if row is not None]


def _meet(one: InForce, record: Record, submission: Submission, day: date) -> Owed | None:
    done = {"state": State.MET, "met_by": submission, "met_on": day, "next_at": None} | NOT_EXCUSED
    for row in _candidates(one, record, submission, day):
        # Somebody else's paper may have been quicker.
        if row._state.adding:
            fresh, made = Owed.objects.get_or_create(
                obligation_id=one.obligation, record=record, period=row.period, defaults=_columns(row) | done
            )
            if made:
                return fresh
            row = fresh
        if Owed.objects.filter(pk=row.pk).exclude(state=State.MET).update(**done):
            row.refresh_from_db()
            return row
    return None


def _candidates(one: InForce, record: Record, submission: Submission, day: date) -> Iterator[Owed]:
    """What is open before what was given up, the earliest first."""
    rows = Owed.objects.filter(obligation=one.obligation, record=record).exclude(state=State.MET)
    if not one.schema.every:
        yield from _sorted(row for row in rows if timezone.localdate(row.appears_at) <= day)
        return
    calendar = calendars_of(one, [record])[record.area_code]
    spans = counted_in(one.schema, day, calendar)
    there = {row.period: row for row in Owed.objects.filter(obligation=one.obligation, record=record)}
    missing = [span for span in spans if span.key not in there and _is_owed(one, record, span, submission)]
    holder = Holders(one.schema, [record]).of(record) if missing else None
    new = [row_of(one, record, term(one.schema, span, calendar), holder, calendar) for span in missing]
    known = [there[span.key] for span in spans if span.key in there and there[span.key].state != State.MET]
    yield from _sorted([*(row for row in known if _counts(one, row, record, submission)), *new])


def _counts(one: InForce, row: Owed, record: Record, submission: Submission) -> bool:
    """What is not owed any more is met by the paper after which it is not, by no later one."""
    if row.state != State.DROPPED or is_under(one, record, submission.submitted_at):
        return True
    return RecordEntry.objects.filter(record=record, submission=submission, kind=RecordEntry.Kind.REVISED).exists()


def _sorted(rows: Any) -> list[Owed]:
    return sorted(rows, key=lambda row: (row.state != State.OPEN, row.first))


def _is_owed(one: InForce, record: Record, span: Span, submission: Submission) -> bool:
    """The sweeper has not come to it yet."""
    since = max(one.began_on, timezone.localdate(record.opened_at))
    return is_owed(one.schema, span, since) and is_under(one, record, submission.submitted_at)


def _columns(row: Owed) -> dict[str, Any]:
    names = ("version", "first", "organisation", "area_code", "appears_at", "due_at")
    return {name: getattr(row, name) for name in names}
