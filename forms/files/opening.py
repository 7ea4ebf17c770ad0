"""Reading files back: whole, or as content of which any part can be asked for."""

from django.core.files.storage import storages

from forms.models import StoredFile
from portal.privacy import streams


def opened(file: StoredFile) -> streams.Opened:
    """The file, to be read in parts and then closed. Raises sealing.Unreadable, FileNotFoundError."""
    return streams.opened(storages["sealed"].open(file.path), file.data_key, place=f"file.content:{file.id}")


def content_of(file: StoredFile) -> bytes:
    """The bytes as they were stored. Raises sealing.Unreadable, FileNotFoundError."""
    content = opened(file)
    try:
        return b"".join(content.between(0, content.size))
    finally:
        content.close()
