"""What was handed in beside the answers, so that whoever has the paper can tell whether a file is the one."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from forms import files
from forms.models import StoredFile
from forms.schema import FormSchema
from portal.privacy import sealing
from portal.words import say


@dataclass(frozen=True)
class Attachment:
    """`sha256` is of the file as it is saved from the portal; "" for one that cannot be opened, which `file` says."""

    file: StoredFile
    question: str
    name: str = ""
    size: int = 0
    sha256: str = ""


def attachments(stored: Iterable[StoredFile], schema: FormSchema, *, language: str) -> list[Attachment]:
    """In the order they came. Opens each; whoever calls has asked the policy and logged the reading."""
    return [_attachment(file, say(schema.field(file.field_key).label, language)) for file in stored]


def _attachment(file: StoredFile, question: str) -> Attachment:
    if not file.can_be_opened:
        return Attachment(file, question)
    try:
        content = files.opened(file)
    except (FileNotFoundError, sealing.Unreadable):
        # The daily sweep reports it; the answers are printed all the same.
        return Attachment(file, question)
    try:
        digest = hashlib.sha256()
        for part in content.between(0, content.size):
            digest.update(part)
        return Attachment(file, question, files.name_of(file), content.size, digest.hexdigest())
    finally:
        content.close()
