"""The files of a draft: which are asked for, which are there, one more, one less. The rules are those of the site."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Router, Status, UploadedFile

from forms import files
from forms.answering import holds_files
from forms.api import saving
from forms.api.contract import FileField, FileKept
from forms.api.holding import closed, holder, moved_on, open_draft
from forms.files import NotAccepted
from forms.locking import DraftClosed, MovedOn
from forms.logic.formstate import FormState
from forms.models import Draft, StoredFile
from forms.review import sentences
from forms.schema import Question, Step
from portal.jsonapi import Problem
from portal.words import spoken

router = Router(tags=["files"])

STATUS = {"too_large": 413, "too_many": 409, "too_much_work": 429, "not_kept": 503}
# Whatever else is said of a file is about its content.
OF_CONTENT = 422


@router.get("/drafts/{uuid:draft_id}/files/", response=list[FileField], auth=holder)
def listed(request: HttpRequest, draft_id: UUID) -> list[FileField]:
    """The fields that take files, with what they take, what is there and what is missing."""
    draft = open_draft(request)
    state = saving.state_of(draft, {})
    there: dict[str, list[FileKept]] = {}
    for file in draft.files.select_related("data_key").order_by("made_at"):
        there.setdefault(file.field_key, []).append(_as_kept(file))
    return [
        _as_field(step, field, state, there.get(field.key, []))
        for step in draft.version.schema.steps
        for field in step.fields()
        if isinstance(field, Question) and holds_files(field)
    ]


@router.post("/drafts/{uuid:draft_id}/fields/{field_key}/files/", response={201: FileKept}, auth=holder)
def add(request: HttpRequest, draft_id: UUID, field_key: str, file: File[UploadedFile]) -> Status[FileKept]:
    """Add one file to a field. A picture is built anew, so it may come back as another kind and size."""
    draft = open_draft(request)
    try:
        kept = files.store(draft, field_key, file)
    except NotAccepted as refusal:
        raise _refused(refusal, draft) from None
    except KeyError:
        raise Http404 from None
    except DraftClosed:
        raise closed() from None
    except MovedOn as moved:
        raise moved_on(moved) from None
    return Status(201, _as_kept(kept))


@router.get("/drafts/{uuid:draft_id}/files/{uuid:file_id}/", auth=holder)
def read(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponseBase:
    """One file, as it is kept. It is always saved, never shown."""
    file = open_draft(request).files.select_related("data_key").filter(pk=file_id).first()
    if file is None:
        raise Http404
    try:
        return files.sent(request, file)
    except files.Unavailable as not_there:
        raise Problem(not_there.status, "unavailable", str(not_there.sentence)) from None


@router.delete("/drafts/{uuid:draft_id}/files/{uuid:file_id}/", response={204: None}, auth=holder)
def remove(request: HttpRequest, draft_id: UUID, file_id: UUID) -> Status[None]:
    """Take a file out again, or the note that one is missing."""
    try:
        files.take_out(open_draft(request), file_id)
    except StoredFile.DoesNotExist:
        raise Http404 from None
    except DraftClosed:
        raise closed() from None
    except MovedOn as moved:
        raise moved_on(moved) from None
    return Status(204, None)


def _refused(refusal: NotAccepted, draft: Draft) -> Problem:
    return Problem(STATUS.get(refusal.code, OF_CONTENT), refusal.code, files.said(refusal, draft))


def _as_field(step: Step, field: Question, state: FormState, there: list[FileKept]) -> FileField:
    return FileField(
        field=field.key,
        step=step.key,
        label=spoken(field.label),
        shown=state.shown[step.key] and state.shown[field.key],
        required=state.required[field.key],
        most=files.most_files(field),
        kinds=list(files.endings(field)),
        largest=settings.UPLOAD_MAX_BYTES,
        files=there,
        problems=list(sentences(field, state.answers.get(field.key), state)),
    )


def _as_kept(file: StoredFile) -> FileKept:
    return FileKept(
        id=file.pk,
        name=files.name_of(file),
        media_type=file.media_type,
        size=file.size,
        scan=StoredFile.Scan(file.scan),
        missing=StoredFile.Missing(file.missing),
    )
