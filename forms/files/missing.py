"""Files that somebody sent and that are not here. A report is taken without them, and says so itself.

Such a row answers its field, so that nobody is held up because a picture could not be read or a disk was full. It is
kept for reports only: whoever fills in a task of an office can send the file again.
"""

from django.db import transaction

from forms.files.naming import name_of, stem_of
from forms.locking import locked
from forms.models import Draft, StoredFile
from portal.privacy import sealing


def note(draft: Draft, field_key: str, name: str, size: int, reason: StoredFile.Missing, *, most: int) -> None:
    """Put down that this file did not get through; once for each name, and no more of them than of files."""
    if not draft.is_report:
        return
    with transaction.atomic():
        locked(draft)
        known = _of(draft, field_key)
        if len(known) >= most or any(stem_of(name_of(row)) == stem_of(name) for row in known):
            return
        key = sealing.new_key()
        row = StoredFile(draft=draft, field_key=field_key, size=size, missing=reason, data_key=key)
        row.sealed_name = sealing.seal(name, key, place=f"file.name:{row.id}")
        row.save(force_insert=True)


def settle(draft: Draft, field_key: str, name: str, *, most: int) -> None:
    """A file has arrived: what was put down under its name, or where only one is asked for, is settled."""
    for row in _of(draft, field_key):
        if most == 1 or stem_of(name_of(row)) == stem_of(name):
            row.delete()
            sealing.erase(row.data_key)


def _of(draft: Draft, field_key: str) -> list[StoredFile]:
    return list(draft.files.missing().filter(field_key=field_key).select_related("data_key"))
