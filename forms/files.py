"""Files as rows: sealed under a key of their own, kept under a random name, read back only through here."""

import secrets
from collections.abc import Collection
from typing import Any, Protocol

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.answering import holds_files
from forms.intake import ALLOWED, DEFAULT, NotAccepted, kind_of, rebuilt
from forms.locking import locked
from forms.models import Draft, StoredFile, Submission
from forms.schema import Question
from portal.privacy import sealing
from portal.privacy.masterkeys import fingerprint

LONGEST_NAME = 120

__all__ = ["NotAccepted", "content_of", "name_of", "remove", "store", "store_made"]


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
        return _keep(field_key, _named(upload.name or "", ending), media_type, data, draft=draft)


def store_made(submission: Submission, field_key: str, name: str, media_type: str, data: bytes) -> StoredFile:
    """Keep a file that the portal made for a submission, for example a letter."""
    with transaction.atomic():
        return _keep(field_key, name, media_type, data, submission=submission)


def store_receipt(draft: Draft, name: str, data: bytes) -> StoredFile:
    """Keep the receipt. It shows the code, so it stays with the draft and goes when the draft goes."""
    with transaction.atomic():
        return _keep("receipt", name, "application/pdf", data, draft=draft)


def name_of(file: StoredFile) -> str:
    return str(sealing.unseal(file.sealed_name, file.data_key, place=f"file.name:{file.id}"))


def content_of(file: StoredFile) -> bytes:
    """The bytes as they were stored. Raises sealing.Unreadable, FileNotFoundError."""
    with _storage().open(file.path) as stored:
        return sealing.unseal_bytes(stored.read(), file.data_key, place=f"file.content:{file.id}")


@transaction.atomic
def remove(file: StoredFile) -> None:
    """Remove row and key now, and the sealed bytes once that is committed."""
    path = file.path
    file.delete()
    sealing.erase(file.data_key)
    transaction.on_commit(lambda: _storage().delete(path), robust=True)


def too_large() -> str:
    return gettext("The file is larger than %(size)s.") % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)}


def most_files(question: Question) -> int:
    return min(int(question.settings.get("most_files", settings.UPLOAD_MAX_FILES)), settings.UPLOAD_MAX_FILES)


def _accepted(upload: Upload, endings: Collection[str]) -> tuple[bytes, str, str]:
    if (upload.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise NotAccepted(too_large())
    data = upload.read()
    kind = kind_of(data, allowed=endings)
    if kind.is_image:
        data, kind = rebuilt(data)
    return data, kind.media_type, kind.ending


def endings(question: Question) -> Collection[str]:
    """The endings the field takes: those it names, else pictures and PDF."""
    named = question.settings.get("accept") or DEFAULT
    return [ending for ending in ALLOWED if ending in named]


def _check_room(draft: Draft, question: Question) -> None:
    locked(draft)
    most = most_files(question)
    if draft.files.filter(field_key=question.key).count() >= most:
        raise NotAccepted(_("No more than %(most)s files can be sent here.") % {"most": most})


def _named(name: str, ending: str) -> str:
    """A name that says what is inside: the person's own without path and odd characters, with the true ending."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    clean = "".join(character for character in stem if character.isprintable() and character not in '<>:"|?*')
    return f"{clean.strip()[:LONGEST_NAME] or 'file'}.{ending}"


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
    file.size = len(data)
    file.sealed_name = sealing.seal(name, key, place=f"file.name:{file.id}")
    sealed = sealing.seal_bytes(data, key, place=f"file.content:{file.id}")
    file.sha256 = fingerprint(sealed)
    # The bytes before the row: a row without a file would be a loss, a file without a row is swept up.
    random_name = secrets.token_hex(16)
    file.path = _storage().save(f"{random_name[:2]}/{random_name}", ContentFile(sealed))
    file.save(force_insert=True)
    return file


def _storage() -> Storage:
    return storages["sealed"]
