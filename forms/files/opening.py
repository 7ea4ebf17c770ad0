"""Reading files back: whole, or as content of which any part can be asked for."""

from django.core.files.storage import storages
from django.utils.translation import gettext_lazy as _

from forms.models import StoredFile
from portal.access.refusal import Refused
from portal.privacy import streams


class LockedAway(Refused):
    """A virus was found in the file: it is kept, sealed, and given to nobody."""

    def __init__(self) -> None:
        super().__init__("infected", _("A virus was found in this file. It is locked away and cannot be opened."))


def opened(file: StoredFile) -> streams.Opened:
    """The file, to be read in parts and then closed. Raises LockedAway, sealing.Unreadable, FileNotFoundError."""
    if file.is_locked_away:
        raise LockedAway
    return opened_for_scan(file)


def opened_for_scan(file: StoredFile) -> streams.Opened:
    """As `opened`, also what is locked away: only a scanner looks at it."""
    if file.missing:
        raise FileNotFoundError(file.pk)
    return streams.opened(storages["sealed"].open(file.path), file.data_key, place=f"file.content:{file.id}")


def content_of(file: StoredFile) -> bytes:
    """The bytes as they were stored. Raises LockedAway, sealing.Unreadable, FileNotFoundError."""
    content = opened(file)
    try:
        return b"".join(content.between(0, content.size))
    finally:
        content.close()
