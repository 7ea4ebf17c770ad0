"""Files come in and go: sealed as they are written, under a key of their own and a name that says nothing."""

import io
import logging
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forms.answering import holds_files
from forms.fieldtypes import registry
from forms.fieldtypes.files import Files
from forms.files import missing, scanning
from forms.files.admitting import look_at
from forms.files.naming import safe_name
from forms.files.refusing import NotKept, TooLarge, TooMany
from forms.intake import ALLOWED, DEFAULT, Kind, NotAccepted
from forms.locking import demand_unsigned, locked
from forms.models import Draft, StoredFile, Submission
from forms.schema import Question
from forms.sectioning import section_with
from portal.privacy import sealing
from portal.privacy.streams import SealingStream

logger = logging.getLogger("portal.forms")


class Upload(Protocol):
    """What a browser sends (django's UploadedFile)."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self) -> Any: ...


def store(draft: Draft, field_key: str, upload: Upload) -> StoredFile:
    """Keep one uploaded file for a file field of the draft. Raises NotAccepted, DraftClosed, AlreadySigned, KeyError.

    Too large, too many, or of a kind the field does not take: no bytes are kept and the sentence says why. A report
    remembers that the file is missing (forms.files.missing).
    """
    question = _file_question(draft, field_key)
    try:
        return _store(draft, question, upload)
    except TooMany:
        raise
    except NotAccepted as refusal:
        kept = StoredFile.Missing.NOT_KEPT if isinstance(refusal, NotKept) else StoredFile.Missing.REFUSED
        _note(draft, question, upload.name, upload.size, kept)
        raise


def note_left_out(draft: Draft, field_key: str, name: str, size: int) -> None:
    """A file that was too large to come in at all. Raises DraftClosed, KeyError."""
    _note(draft, _file_question(draft, field_key), name, size, StoredFile.Missing.REFUSED)


def store_made(submission: Submission, field_key: str, name: str, media_type: str, data: bytes) -> StoredFile:
    """Keep a file that the portal made for a submission, for example a letter."""
    with transaction.atomic():
        return _keep(field_key, name, media_type, data, submission=submission)


def store_again(draft: Draft, file: StoredFile, name: str, data: bytes) -> StoredFile:
    """Keep a copy of a file that was judged before for the same field of a draft. Raises NotKept."""
    with transaction.atomic():
        kept = _keep(file.field_key, name, file.media_type, data, scan=StoredFile.Scan(file.scan), draft=draft)
        scanning.plan(kept)
    return kept


@dataclass(frozen=True)
class Sent:
    """A file that may be kept: its bytes as they will be, its kind, and its name with the ending that is true."""

    data: bytes
    kind: Kind
    name: str


def looked_at(upload: Upload) -> Sent:
    """A file for a report that is handed in already: pictures and PDF. It takes its time. Raises NotAccepted."""
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge
    data, kind = look_at(upload.read(), DEFAULT)
    return Sent(data, kind, safe_name(upload.name or "", kind.ending))


def store_sent(submission: Submission, field_key: str, sent: Sent) -> StoredFile:
    """Keep what was looked at. Raises NotAccepted when the storage does not take it."""
    with transaction.atomic():
        scan = _scan_of(sent.kind)
        file = _keep(field_key, sent.name, sent.kind.media_type, sent.data, scan=scan, submission=submission)
        scanning.plan(file)
    return file


def store_receipt(draft: Draft, name: str, data: bytes) -> StoredFile:
    """Keep the receipt. It shows the code, so it stays with the draft and goes when the draft goes."""
    with transaction.atomic():
        return _keep("receipt", name, "application/pdf", data, draft=draft)


@transaction.atomic
def take_out(draft: Draft, file_id: UUID) -> None:
    """Remove a file that the draft was sent with. Raises DraftClosed, AlreadySigned, StoredFile.DoesNotExist."""
    # Locked: once the draft is handed in its files are part of the report.
    draft = locked(draft)
    file = draft.files.select_related("data_key").get(pk=file_id)
    demand_unsigned(draft, section_with(draft.version.schema, file.field_key))
    remove(file)


@transaction.atomic
def remove(file: StoredFile) -> None:
    """Remove row and key now, and the sealed bytes once that is committed."""
    path = file.path
    file.delete()
    sealing.erase(file.data_key)
    if path:
        transaction.on_commit(lambda: storages["sealed"].delete(path), robust=True)


def most_files(question: Question) -> int:
    return min(int(question.settings.get("most_files", settings.UPLOAD_MAX_FILES)), settings.UPLOAD_MAX_FILES)


def endings(question: Question) -> Collection[str]:
    """The endings the field takes: those it names, else those of its kind, else pictures and PDF."""
    kind = registry[question.type]
    named = question.settings.get("accept") or (kind.kinds if isinstance(kind, Files) else ()) or DEFAULT
    return [ending for ending in ALLOWED if ending in named]


def _file_question(draft: Draft, field_key: str) -> Question:
    question = draft.version.schema.field(field_key)
    if not isinstance(question, Question) or not holds_files(question):
        raise KeyError(field_key)
    return question


def _note(draft: Draft, question: Question, name: str | None, size: int | None, why: StoredFile.Missing) -> None:
    missing.note(draft, question.key, safe_name(name or ""), size or 0, why, most=most_files(question))


def _store(draft: Draft, question: Question, upload: Upload) -> StoredFile:
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise TooLarge
    data, kind = look_at(upload.read(), endings(question))
    name, scan = safe_name(upload.name or "", kind.ending), _scan_of(kind)
    with transaction.atomic():
        _check_room(draft, question)
        file = _keep(question.key, name, kind.media_type, data, scan=scan, draft=draft)
        missing.settle(draft, question.key, name, most=most_files(question))
        scanning.plan(file)
    return file


def _scan_of(kind: Kind) -> StoredFile.Scan:
    """What was built anew from pixels has nothing foreign in it."""
    return StoredFile.Scan.OURS if kind.is_image else StoredFile.Scan.UNSCANNED


def _check_room(draft: Draft, question: Question) -> None:
    demand_unsigned(locked(draft), section_with(draft.version.schema, question.key))
    most = most_files(question)
    if draft.files.here().filter(field_key=question.key).count() >= most:
        raise TooMany(_("No more than %(most)s files can be sent here.") % {"most": most})


def _keep(
    field_key: str,
    name: str,
    media_type: str,
    data: bytes,
    *,
    scan: StoredFile.Scan = StoredFile.Scan.OURS,
    draft: Draft | None = None,
    submission: Submission | None = None,
) -> StoredFile:
    key = sealing.new_key()
    file = StoredFile(draft=draft, submission=submission, field_key=field_key, media_type=media_type, scan=scan)
    file.data_key = key
    file.sealed_name = sealing.seal(name, key, place=f"file.name:{file.id}")
    # The bytes before the row: a row without a file would be a loss, a file without a row is swept up.
    sealed = SealingStream(io.BytesIO(data), key, place=f"file.content:{file.id}")
    file.path = _written(sealed)
    file.size, file.sha256 = sealed.size, sealed.fingerprint
    file.save(force_insert=True)
    return file


def _written(sealed: SealingStream) -> str:
    """The path in the storage. Raises NotKept."""
    name = secrets.token_hex(16)
    try:
        return storages["sealed"].save(f"{name[:2]}/{name}", File(io.BufferedReader(sealed)))
    except Exception as error:  # a storage may be any, and so may what it raises: a full disk, a network that is away
        logger.error("A file could not be stored: %s", type(error).__name__)
        raise NotKept from error
