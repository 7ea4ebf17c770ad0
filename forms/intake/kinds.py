"""Which files are taken. The kind comes from the content; the name and what the browser says are not believed."""

from collections.abc import Collection
from dataclasses import dataclass

import filetype
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    media_type: str
    ending: str
    is_image: bool = False


ALLOWED: dict[str, Kind] = {
    "jpg": Kind("image/jpeg", "jpg", is_image=True),
    "png": Kind("image/png", "png", is_image=True),
    "webp": Kind("image/webp", "webp", is_image=True),
    "gif": Kind("image/gif", "gif", is_image=True),
    "pdf": Kind("application/pdf", "pdf"),
    "mp3": Kind("audio/mpeg", "mp3"),
    "m4a": Kind("audio/mp4", "m4a"),
    "mp4": Kind("video/mp4", "mp4"),
}
DEFAULT = ("jpg", "png", "webp", "gif", "pdf")
HEAD_BYTES = 8192


class NotAccepted(Exception):
    """A file that is not taken; `sentence` says why and what would be."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("file not accepted")
        self.sentence = sentence


def kind_of(data: bytes, *, allowed: Collection[str] = DEFAULT) -> Kind:
    """The kind of a file by its first bytes. Raises NotAccepted for what is not allowed there."""
    if not data:
        raise NotAccepted(_("The file is empty."))
    guess = filetype.guess(data[:HEAD_BYTES])
    kind = ALLOWED.get(guess.extension) if guess is not None else None
    if kind is None or kind.ending not in allowed:
        endings = ", ".join(ending.upper() for ending in ALLOWED if ending in allowed)
        raise NotAccepted(_("This kind of file is not taken here. Please send %(endings)s.") % {"endings": endings})
    return kind
