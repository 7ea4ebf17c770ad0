"""What is kept longer than its form says is erased by itself: announced first, and not while a hold is on it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from forms.models import Form, RecordEntry, Submission
from portal.jobs.progress import progress
from portal.jobs.services import enqueue
from portal.localday import beginning_of, months_before
from workflows.rights.erasing import bury, obstacle
from workflows.rights.locking import lock
from workflows.rights.models import Hold, RunningOut
from workflows.rights.models.erasure import Reason
from workflows.rights.recording import record_run_out

# A retention that somebody shortened by mistake can be set right in this time, before anything is lost.
NOTICE = timedelta(days=14)
BATCH = 100
_planned: set[date] = set()


def plan_day() -> None:
    """Today's look at what has run out, once however often this is called."""
    today = timezone.localdate()
    if today not in _planned:
        enqueue("rights.retention", key=f"rights.retention:{today}")
        _planned.clear()
        _planned.add(today)


def run_out(on: date) -> QuerySet[Submission, Submission]:
    """What is over its form's time on that day, counted from the end of its case, else from handing in, and for what
    opened a record from the record's last change.

    The time of the newest version of the form holds for everything that was handed in on it.
    """
    over = Q(pk__in=[])
    for form, months in retention_by_form():
        end = beginning(on, months)
        # What became part of another case is kept as long as that.
        other = Q(in_case__case__merge=None) | Q(in_case__case__merge__into__closed_at__lt=end)
        closed = Q(in_case__case__closed_at__lt=end) & other
        alone = Q(in_case=None, submitted_at__lt=end) & ~_of_living_record(end)
        over |= Q(version__form=form) & (closed | alone)
    return Submission.objects.filter(over, tombstone=None)


def _of_living_record(end: datetime) -> Q:
    """It opened a record that has been revised since: the time counts from the last change."""
    opened = RecordEntry.objects.filter(submission=OuterRef("pk"), kind=RecordEntry.Kind.OPENED)
    return Q(Exists(opened.filter(record__changed_at__gte=end)))


def retention_by_form() -> Iterator[tuple[Form, int]]:
    for form in Form.objects.defer("steps").order_by("key"):
        version = form.current_version
        if version is not None:
            yield form, version.schema.retention_months


def announce(today: date) -> None:
    """List what has run out, and strike off what has not any more because its form keeps it longer now."""
    over = run_out(today)
    RunningOut.objects.exclude(submission__in=over).delete()
    new = over.filter(running_out=None).values_list("pk", flat=True)
    rows = (RunningOut(submission_id=pk, erase_on=today + NOTICE) for pk in new.iterator(1000))
    RunningOut.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def erase_due(today: date, *, most: int = BATCH) -> int:
    """Erase what was announced long enough ago, each in a transaction of its own. Returns how many it erased."""
    listed = RunningOut.objects.filter(erase_on__lte=today, submission__in=run_out(today))
    due = [row.submission for row in listed.exclude(_held()).select_related("submission")[:most]]
    erased = 0
    for number, submission in enumerate(due, start=1):
        erased += _erase(submission)
        progress(number, len(due))
    return erased


def beginning(on: date, months: int) -> datetime:
    """What was over before this moment has been kept for so many months on that day."""
    return beginning_of(months_before(on, months))


@transaction.atomic
def _erase(submission: Submission) -> bool:
    """Looked at again under the lock: a hold may have come, or a second worker been quicker."""
    free = [locked for locked in lock(submission) if not locked.is_erased and obstacle(locked) is None]
    for locked in free:
        record_run_out(locked, files=locked.files.count())
        bury(locked, reason=Reason.RETENTION)
    return bool(free)


def _held() -> Q:
    return Q(Exists(Hold.objects.live().touching(OuterRef("submission"))))
