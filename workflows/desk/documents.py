"""Files of a case: attachments by the sensitivity of their field, letters for who may read all that stands in them."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from forms import files
from forms.models import StoredFile, Submission
from forms.presentation import Beside, Section
from forms.schema import Sensitivity
from portal import docx
from portal.access.services import record_reading, record_refusal
from portal.words import spoken
from workflows.desk.access import DeskRequest, at_desk, find_case
from workflows.effects.pdf import SENSITIVITIES as IN_LETTERS
from workflows.models import Case
from workflows.policies import lender_of, readable_paper
from workflows.purposes import purpose
from workflows.schema import EffectCall

LETTER = "letter:"


@dataclass(frozen=True)
class Document:
    file: StoredFile
    name: str
    is_letter: bool


def documents_of(case: Case, submission: Submission, allowed: Collection[Sensitivity]) -> list[Document]:
    """The files of a submission that may be read with these sensitivities.

    They are called by the question that they answer: the name a person gave a file is sealed, and a list opens nothing.
    """
    found = [file for file in submission.files.all() if may_open(file, submission, allowed)]
    counted = Counter(file.field_key for file in found)
    seen: Counter[str] = Counter()
    documents = []
    for file in found:
        seen[file.field_key] += 1
        place = f" {seen[file.field_key]}" if counted[file.field_key] > 1 else ""
        documents.append(Document(file, _title_of(file, case, submission) + place, file.field_key.startswith(LETTER)))
    return documents


def _title_of(file: StoredFile, case: Case, submission: Submission) -> str:
    form = submission.version.schema
    if not file.field_key.startswith(LETTER):
        return spoken(form.field(file.field_key).label)
    template = file.field_key.removeprefix(LETTER)
    named = [call.settings.get("title") for call in case.version.schema.effects() if _makes(call, template)]
    kind = "Word" if file.media_type == docx.MEDIA_TYPE else "PDF"
    return f"{spoken(named[0] if named and named[0] else form.title)} {submission.number} ({kind})"


def _makes(call: EffectCall, template: str) -> bool:
    return call.type == "pdf" and call.settings.get("template") == template


@dataclass(frozen=True)
class FiledRow:
    label: str
    text: str
    files: list[StoredFile]
    corrections: tuple[Beside, ...]


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
                FiledRow(row.label, row.text, [stored[key] for key in row.files if key in stored], row.corrections)
                for row in section.rows
            ],
        )
        for section in sections
    ]


def may_open(file: StoredFile, submission: Submission, allowed: Collection[Sensitivity]) -> bool:
    """A file that could show who reported opens to nobody here: that needs a reason (workflows.desk.submission)."""
    if file.field_key.startswith(LETTER):
        return set(allowed) >= IN_LETTERS
    try:
        return submission.version.schema.field(file.field_key).sensitivity in set(allowed) - {"reporter"}
    except KeyError:
        return False


def is_attachment(file: StoredFile, submission: Submission, allowed: Collection[Sensitivity]) -> bool:
    """Whether it answers a question that may be read; what the portal made is no attachment."""
    return not file.field_key.startswith(LETTER) and may_open(file, submission, allowed)


@at_desk
@require_safe
def document(request: DeskRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file itself, on record. Pictures and our own letters open in the browser, everything else is saved."""
    case = find_case(request, case_id)
    found = StoredFile.objects.filter(pk=file_id, submission__in_case__case__in=case.one_with)
    file = found.select_related("submission__version__form", "submission__in_case", "data_key").first()
    if file is None or file.submission is None:
        raise Http404
    form_key = file.submission.version.form.key
    allowed = readable_paper(request.post, case, file.submission.in_case)
    if not may_open(file, file.submission, allowed):
        record_refusal(file, by=request.post, action="open_file", purpose=purpose(case, by=request.post))
        raise Http404
    lender = lender_of(request.post, case, form_key, allowed)
    task = case.tasks.open().of_organisations(request.post).by_deadline().first()
    if task is not None:
        task.case = case
    what_for = purpose(case, by=request.post, task=task, lender=lender)
    record_reading(file, by=request.post, action="open_file", purpose=what_for)
    return files.served(request, file, base_template="desk_base.html")
