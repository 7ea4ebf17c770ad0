"""Finding a record and what stands on its timeline, as far as the acting post may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from forms.models import Record, RecordEntry, Submission
from forms.records import policies
from forms.schema import Sensitivity
from portal.access.services import Purpose, record_refusal
from workflows.desk.access import DeskRequest
from workflows.models import Case
from workflows.policies import readable_paper
from workflows.services import version_opened_by


@dataclass(frozen=True)
class Line:
    """A paper about the record. `case` is the one it belongs to, None for what was handed in at the record itself."""

    entry: RecordEntry
    paper: Submission
    case: Case | None


def find_record(request: DeskRequest, record_id: UUID) -> Record:
    """Raises Http404; a try at somebody else's record is logged."""
    records = Record.objects.select_related("version", "data_key", "form").prefetch_related("parties")
    record = records.visible_to(request.user).filter(pk=record_id).first()
    if record is None:
        if hidden := Record.objects.filter(pk=record_id).first():
            record_refusal(hidden, by=request.post, action="see", purpose=purpose(hidden))
        raise Http404
    return record


def purpose(record: Record) -> Purpose:
    """Records are read by office and place, not for a task: the log says of which record."""
    return Purpose(record.number, matter=record.pk)


def timeline(request: DeskRequest, record: Record) -> list[Line]:
    """The newest first. Of a case that somebody has no part in not even that there is a paper."""
    entries = record.entries.select_related(
        "submission__version", "submission__in_case__case__version", "submission__post__organisation"
    )
    papers = record.entries.values("submission")
    cases = Case.objects.visible_to(request.user).filter(case_submissions__submission__in=papers)
    visible = set(cases.values_list("pk", flat=True))
    found = (_line(request, entry, visible) for entry in entries.defer("submission__version__definition"))
    return [line for line in found if line is not None]


def find_paper(request: DeskRequest, record: Record, paper_id: UUID) -> tuple[Submission, set[Sensitivity]]:
    """A paper that was handed in at the record, and what of it may be read. Raises Http404."""
    entries = record.entries.filter(submission=paper_id, submission__in_case=None)
    entry = entries.select_related("submission__version", "submission__data_key").first()
    if entry is None or version_opened_by(entry.submission):
        raise Http404
    return entry.submission, policies.readable(request.post, record)


def _line(request: DeskRequest, entry: RecordEntry, visible: Collection[UUID]) -> Line | None:
    paper: Any = entry.submission
    member = getattr(paper, "in_case", None)
    if member is None:
        # A paper whose case is still to be opened is read in the case.
        return None if version_opened_by(paper) else Line(entry, paper, None)
    return (
        Line(entry, paper, member.case)
        if member.case_id in visible and readable_paper(request.post, member.case, member)
        else None
    )
