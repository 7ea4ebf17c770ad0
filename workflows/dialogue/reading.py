"""Reading what was written. Every reading is on record; of who reads by the code only the day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from forms import files
from forms.models import StoredFile, Submission
from portal.access.models import READ_QUESTIONS
from portal.access.services import Purpose, record_by_code, record_reading, record_refusal
from portal.directory.models import Post
from workflows.models import Case, DialogueMessage
from workflows.models.dialogue import FILES_OF
from workflows.policies import demand, may
from workflows.purposes import purpose


@dataclass(frozen=True)
class Said:
    """One message. Of reporters only the day is told; `read_on` is when the other side first saw it."""

    message: DialogueMessage
    text: str
    on: date
    read_on: date | None
    files: tuple["SaidFile", ...] = ()


@dataclass(frozen=True)
class SaidFile:
    file: StoredFile
    name: str


def thread(case: Case, *, by: Post) -> list[Said]:
    """All that was written in a case, the oldest first, for who may write there. Raises Refused."""
    demand(by, "talk", case)
    submission = case.opening_submission
    messages = _messages(submission)
    if not messages or submission.is_erased:
        return []
    record_reading(submission, by=by, action="read_dialogue", purpose=_purpose(case, by))
    attached = _attached(submission)
    return [_said(message, attached.get(message.files_key, ())) for message in messages]


def file_of(case: Case, file_id: UUID, *, by: Post) -> StoredFile | None:
    """A file that came with a message, on record; None when there is none, or none that the post may open."""
    found = StoredFile.objects.filter(pk=file_id, submission__in_case__case=case, field_key__startswith=FILES_OF)
    file = found.select_related("data_key").first()
    if file is None:
        return None
    if not may(by, "talk", case).allowed:
        record_refusal(file, by=by, action="open_file", purpose=purpose(case, by=by))
        return None
    record_reading(file, by=by, action="open_file", purpose=_purpose(case, by))
    return file


def asked(submission: Submission) -> list[Said]:
    """For whoever shows the code: what the office wrote, and when they wrote themselves, the oldest first.

    Never the words of who reported: whoever looks over a shoulder, or has the telephone next, reads questions only.
    """
    messages = _messages(submission)
    if not messages or submission.is_erased:
        return []
    if any(not message.is_from_reporter for message in messages):
        record_by_code(submission, action=READ_QUESTIONS)
    attached = _counted(submission)
    return [_said(one, attached.get(one.files_key, ()), unseal=not one.is_from_reporter) for one in messages]


def count_unread(submission: Submission) -> int:
    """How many messages of the office nobody has read yet."""
    return submission.dialogue.from_office().unread().count()


def _purpose(case: Case, by: Post) -> Purpose:
    return purpose(case, by=by, lender=may(by, "talk", case).standing_for)


def _messages(submission: Submission) -> list[DialogueMessage]:
    return list(submission.dialogue.select_related("submission__data_key", "post__organisation", "post__user"))


def _said(message: DialogueMessage, attached: tuple[SaidFile, ...], *, unseal: bool = True) -> Said:
    return Said(
        message,
        message.unsealed() if unseal else "",
        timezone.localdate(message.at),
        timezone.localdate(message.read_at) if message.read_at else None,
        attached,
    )


def _attached(submission: Submission) -> dict[str, tuple[SaidFile, ...]]:
    return _grouped([SaidFile(file, files.name_of(file)) for file in _files(submission)])


def _counted(submission: Submission) -> dict[str, tuple[SaidFile, ...]]:
    return _grouped([SaidFile(file, "") for file in _files(submission)])


def _files(submission: Submission) -> list[StoredFile]:
    return list(submission.files.filter(field_key__startswith=FILES_OF).select_related("data_key"))


def _grouped(found: list[SaidFile]) -> dict[str, tuple[SaidFile, ...]]:
    grouped: dict[str, tuple[SaidFile, ...]] = {}
    for one in found:
        grouped[one.file.field_key] = (*grouped.get(one.file.field_key, ()), one)
    return grouped
