"""Files come in and go: sealed as they are written, under a key of their own and a name that says nothing."""

import io
import secrets
from collections.abc import Collection
from typing import Any, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.answering import holds_files
from forms.files.naming import safe_name
from forms.intake import ALLOWED, DEFAULT, NotAccepted, kind_of, rebuilt
from forms.locking import locked
from forms.models import Draft, StoredFile, Submission
from forms.schema import Question
from portal.privacy import sealing
from portal.privacy.streams import SealingStream


class Upload(Protocol):
    """What a browser sends (django's UploadedFile)."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self) -> Any: ...


def store(draft: Draft, field_key: str, upload: Upload) -> StoredFile:
    """Keep one uploaded file for a file field of the draft. Raises NotAccepted, DraftClosed, KeyError.

    Too large, too many, or of a kind the field does not take: nothing is kept and the sentence says why.
    """
    question = draft.version.schema.field(field_key)
    if not isinstance(question, Question) or not holds_files(question):
        raise KeyError(field_key)
    data, media_type, ending = _accepted(upload, endings(question))
    with transaction.atomic():
        _check_room(draft, question)
        return _keep(field_key, safe_name(upload.name or "", ending), media_type, data, draft=draft)


def store_made(submission: Submission, field_key: str, name: str, media_type: str, data: bytes) -> StoredFile:
    """Keep a file that the portal made for a submission, for example a letter."""
    with transaction.atomic():
        return _keep(field_key, name, media_type, data, submission=submission)


def store_receipt(draft: Draft, name: str, data: bytes) -> StoredFile:
    """Keep the receipt. It shows the code, so it stays with the draft and goes when the draft goes."""
    with transaction.atomic():
        return _keep("receipt", name, "application/pdf", data, draft=draft)


@transaction.atomic
def remove(file: StoredFile) -> None:
    """Remove row and key now, and the sealed bytes once that is committed."""
    path = file.path
    file.delete()
    sealing.erase(file.data_key)
    transaction.on_commit(lambda: storages["sealed"].delete(path), robust=True)


def too_large() -> str:
    return gettext("The file is larger than %(size)s.") % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)}


def most_files(question: Question) -> int:
    return min(int(question.settings.get("most_files", settings.UPLOAD_MAX_FILES)), settings.UPLOAD_MAX_FILES)


def endings(question: Question) -> Collection[str]:
    """The endings the field takes: those it names, else pictures and PDF."""
    named = question.settings.get("accept") or DEFAULT
    return [ending for ending in ALLOWED if ending in named]


def _accepted(upload: Upload, endings: Collection[str]) -> tuple[bytes, str, str]:
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise NotAccepted(too_large())
    data = upload.read()
    kind = kind_of(data, allowed=endings)
    if kind.is_image:
        data, kind = rebuilt(data)
    return data, kind.media_type, kind.ending


def _check_room(draft: Draft, question: Question) -> None:
    locked(draft)
    most = most_files(question)
    if draft.files.filter(field_key=question.key).count() >= most:
        raise NotAccepted(_("No more than %(most)s files can be sent here.") % {"most": most})


def _keep(
    field_key: str,
    name: str,
    media_type: str,
    data: bytes,
    *,
    draft: Draft | None = None,
    submission: Submission | None = None,
) -> StoredFile:
    key = sealing.new_key()
    file = StoredFile(draft=draft, submission=submission, field_key=field_key, media_type=media_type, data_key=key)
    file.sealed_name = sealing.seal(name, key, place=f"file.name:{file.id}")
    # The bytes before the row: a row without a file would be a loss, a file without a row is swept up.
    sealed = SealingStream(io.BytesIO(data), key, place=f"file.content:{file.id}")
    random_name = secrets.token_hex(16)
    file.path = storages["sealed"].save(f"{random_name[:2]}/{random_name}", File(io.BufferedReader(sealed)))
    file.size, file.sha256 = sealed.size, sealed.fingerprint
    file.save(force_insert=True)
    return file
