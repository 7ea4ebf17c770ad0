"""Papers that were handed in before anything stood there for them to meet."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from forms.logic.moments import read as read_moment
from forms.models import RecordEntry, Submission
from portal.localday import beginning_of
from workflows.obligations.models import Owed
from workflows.obligations.periods import Span
from workflows.obligations.publishing import InForce

Done = tuple[Submission, date]


def done_on(one: InForce, submission: Submission, answers: Mapping[str, Any]) -> date:
    """The day that the paper says, never after the one on which it was handed in."""
    handed_in = timezone.localdate(submission.submitted_at)
    said = answers.get(one.schema.dated_by) if one.schema.dated_by else None
    found = read_moment(said, timezone.get_default_timezone()) if isinstance(said, str) else None
    day = timezone.localtime(found).date() if isinstance(found, datetime) else found
    return min(day, handed_in) if day else handed_in


def done_in(one: InForce, records: Collection[UUID], span: Span | None, *, now: datetime) -> dict[UUID, Done]:
    """By record the first paper of that period, of those that have met nothing of this obligation."""
    if not records or span is None or span.first >= timezone.localdate(now):
        return {}
    counted = Owed.objects.filter(obligation=one.obligation, record__in=records).exclude(met_by=None)
    entries = RecordEntry.objects.filter(
        record__in=records,
        submission__version__form__key=one.schema.form,
        submission__submitted_at__gte=beginning_of(span.first),
        submission__data_key__wrapped__isnull=False,
    ).exclude(kind=RecordEntry.Kind.OPENED)
    met, found = set(counted.values_list("record", "met_by")), dict[UUID, Done]()
    for entry in entries.select_related("submission").order_by("at", "pk"):
        # The day that the paper says lies in clear: `check` sees to it.
        day = done_on(one, entry.submission, entry.submission.open_answers)
        if span.first <= day < span.behind and (entry.record_id, entry.submission_id) not in met:
            found.setdefault(entry.record_id, (entry.submission, day))
    return found
