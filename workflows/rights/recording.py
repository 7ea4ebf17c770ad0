"""What is done here about a submission or a case, in the access log: the number and the case, never a person's data."""

from portal.access.services import Purpose, record_by_portal, record_reading, record_refusal
from portal.directory.models import Post
from workflows.rights.models import DataRequest
from workflows.rights.models.target import Target, case_of


def record(target: Target, *, by: Post, action: str, words: str = "") -> None:
    record_reading(target, by=by, action=action, purpose=purpose_of(target, words))


def refused(target: Target | DataRequest, *, by: Post, action: str) -> None:
    record_refusal(target, by=by, action=action, purpose=purpose_of(target))


def record_run_out(target: Target, *, files: int) -> None:
    """The portal itself erased what was kept long enough: what it was, and how much."""
    what_for = purpose_of(target, f"rights.retention: 1 submission, {files} files")
    record_by_portal(target, action="erase_run_out", purpose=what_for)


def purpose_of(target: Target | DataRequest, words: str = "") -> Purpose:
    """With its case, so that whoever looks after the case finds it in the log."""
    case = None if isinstance(target, DataRequest) else case_of(target)
    said = f"{target.number}: {words}" if words else target.number
    return Purpose(said, matter=case.pk if case else None)
