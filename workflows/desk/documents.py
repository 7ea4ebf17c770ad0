"""Files of a case: attachments by the sensitivity of their field, letters for who may read all that stands in them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from forms import files
from forms.models import StoredFile, Submission
from forms.presentation import Section
from forms.schema import Sensitivity
from portal.access.services import record_reading, record_refusal
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.effects.pdf import SENSITIVITIES as IN_LETTERS
from workflows.policies import lender_of, readable
from workflows.prefill import lent

LETTER = "letter:"


@dataclass(frozen=True)
class Document:
    file: StoredFile
    name: str
    is_letter: bool


def documents_of(submission: Submission, allowed: Collection[Sensitivity]) -> list[Document]:
    """The files of a submission that may be read with these sensitivities."""
    return [
        Document(file, files.name_of(file), file.field_key.startswith(LETTER))
        for file in submission.files.select_related("data_key")
        if may_open(file, submission, allowed)
    ]


@dataclass(frozen=True)
class FiledRow:
    label: str
    text: str
    files: list[StoredFile]


@dataclass(frozen=True)
class FiledSection:
    title: str
    rows: list[FiledRow]


def with_files(sections: Collection[Section], submission: Submission) -> list[FiledSection]:
    """Sections with the files themselves in place of their ids, so that their state can be told."""
    some = any(row.files for section in sections for row in section.rows)
    stored = {str(file.pk): file for file in submission.files.all()} if some else {}
    return [
        FiledSection(
            section.title,
            [
                FiledRow(row.label, row.text, [stored[key] for key in row.files if key in stored])
                for row in section.rows
            ],
        )
        for section in sections
    ]


def may_open(file: StoredFile, submission: Submission, allowed: Collection[Sensitivity]) -> bool:
    if file.field_key.startswith(LETTER):
        return set(allowed) >= IN_LETTERS
    try:
        return submission.version.schema.field(file.field_key).sensitivity in allowed
    except KeyError:
        return False


@at_desk
@require_safe
def document(request: DeskRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file itself, on record. Pictures and our own letters open in the browser, everything else is saved."""
    case = find_case(request, case_id)
    found = StoredFile.objects.filter(pk=file_id, submission__in_case__case=case)
    file = found.select_related("submission__version__form", "data_key").first()
    if file is None or file.submission is None:
        raise Http404
    form_key = file.submission.version.form.key
    allowed = readable(request.post, case, form_key)
    if not may_open(file, file.submission, allowed):
        record_refusal(file, by=request.post, action="open_file")
        raise Http404
    purpose = case.number + lent(lender_of(request.post, case, form_key, allowed))
    record_reading(file, by=request.post, action="open_file", purpose=purpose)
    return files.served(request, file, base_template="desk_base.html")
