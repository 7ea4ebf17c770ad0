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
    is_office: bool = False


OPEN_XML = "application/vnd.openxmlformats-officedocument"

ALLOWED: dict[str, Kind] = {
    "jpg": Kind("image/jpeg", "jpg", is_image=True),
    "png": Kind("image/png", "png", is_image=True),
    "webp": Kind("image/webp", "webp", is_image=True),
    "gif": Kind("image/gif", "gif", is_image=True),
    "pdf": Kind("application/pdf", "pdf"),
    "mp3": Kind("audio/mpeg", "mp3"),
    "m4a": Kind("audio/mp4", "m4a"),
    "wav": Kind("audio/wav", "wav"),
    "ogg": Kind("audio/ogg", "ogg"),
    "amr": Kind("audio/amr", "amr"),
    "mp4": Kind("video/mp4", "mp4"),
    "docx": Kind(f"{OPEN_XML}.wordprocessingml.document", "docx", is_office=True),
    "xlsx": Kind(f"{OPEN_XML}.spreadsheetml.sheet", "xlsx", is_office=True),
}
DEFAULT = ("jpg", "png", "webp", "gif", "pdf")
HEAD_BYTES = 8192
# Of a picture that moves the first frame is kept.
SAME_AS = {"apng": "png"}

# What people send in good faith and what is not taken anywhere, with the way out.
KNOWN_BETTER = {
    "heic": _(
        "This picture is in the HEIC format, which few computers can open. On the phone choose Settings, Camera, "
        "Formats, Most Compatible, and take it again; or take a screenshot of it and send that."
    ),
    "avif": _("This picture is in the AVIF format, which few computers can open. Please send a screenshot of it."),
    "doc": _("Please save this document as DOCX and send that: the old format may carry programs."),
    "xls": _("Please save this table as XLSX and send that: the old format may carry programs."),
    "zip": _("Please send the files one by one, not packed together."),
    "rar": _("Please send the files one by one, not packed together."),
    "7z": _("Please send the files one by one, not packed together."),
}


class NotAccepted(Exception):
    """A file that is not taken; `sentence` says why and what would be, `code` says it to programs."""

    code = "not_accepted"

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("file not accepted")
        self.sentence = sentence


def kind_of(data: bytes, *, allowed: Collection[str] = DEFAULT) -> Kind:
    """The kind of a file by its first bytes. Raises NotAccepted for what is not allowed there."""
    if not data:
        raise NotAccepted(_("The file is empty."))
    guess = filetype.guess(data[:HEAD_BYTES])
    found = guess.extension if guess is not None else ""
    kind = ALLOWED.get(SAME_AS.get(found, found))
    if kind is not None and kind.ending in allowed:
        return kind
    if found in KNOWN_BETTER:
        raise NotAccepted(KNOWN_BETTER[found])
    endings = ", ".join(ending.upper() for ending in ALLOWED if ending in allowed)
    raise NotAccepted(_("This kind of file is not taken here. Please send %(endings)s.") % {"endings": endings})
