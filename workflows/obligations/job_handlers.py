"""What a fault kept from being done with a submission."""

from django.utils import timezone

from forms.models import Record, Submission
from portal.jobs.registry import job
from portal.locking import locked
from workflows.obligations.looking import look_again
from workflows.obligations.meeting import meet
from workflows.obligations.publishing import in_force


@job("obligations.look_again", max_attempts=10)
def look_again_late(record_id: str) -> None:
    record = _locked(record_id)
    found = [one for one in in_force() if one.schema.records == record.form.key]
    look_again(record, found, now=timezone.now())


@job("obligations.meet", max_attempts=10)
def meet_late(submission_id: str, record_id: str) -> None:
    """The day that the paper says lies in clear: `check` sees to it."""
    submission = Submission.objects.select_related("version__form").get(pk=submission_id)
    record = _locked(record_id)
    meet(submission, record, submission.open_answers)


def _locked(record_id: str) -> Record:
    """Before what is owed on it, as everybody locks them."""
    return locked(Record.objects.select_related("form", "data_key").filter(pk=record_id)).get()
