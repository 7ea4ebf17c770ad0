"""From a file to its text: the front door for files of every kind."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from content.importing import html, pdf, word
from content.importing.encodings import decode
from content.importing.unreadable import Unreadable

LARGEST = 20 * 1024 * 1024
_REFUSED = {
    b"\xd0\xcf\x11\xe0": "Word 97–2003 (.doc), WPS",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"GIF8": "GIF",
    b"{\\rtf": "RTF",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}
_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|p|div|table|meta)[\s>/]", re.IGNORECASE)
_BEGINNING = 4096


@dataclass(frozen=True)
class Taken:
    """The text of a file, one line for each line or paragraph, and what a reader should know about how it was got."""

    text: str
    warnings: tuple[str, ...] = ()


def read_file(path: Path) -> Taken:
    """Raises Unreadable for what is not there, too large, or of a kind that cannot be read."""
    try:
        check_size(path.stat().st_size)
        data = path.read_bytes()
    except OSError as problem:
        raise Unreadable(_("The file cannot be opened: %(reason)s.") % {"reason": problem.strerror}) from None
    return read_bytes(data)


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            _(
                "The file has %(size)d MB; the most is %(most)d MB. A text has far less: "
                "please take the pictures out, or send the document without its scans."
            )
            % {"size": -(-size // 1024**2), "most": LARGEST // 1024**2}
        )


def read_bytes(data: bytes) -> Taken:
    """The same for what was uploaded; the kind is told by the content, never by the name."""
    check_size(len(data))
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    text, warnings = _reader_for(data)(data)
    if not text.strip():
        raise Unreadable(_("The file has no text in it."))
    return Taken(text, tuple(warnings))


def _reader_for(data: bytes) -> Callable[[bytes], tuple[str, list[str]]]:
    for beginning, kind in _REFUSED.items():
        if data.startswith(beginning):
            raise Unreadable(
                _("This is a file of the kind %(kind)s. Please save it as .docx, PDF or plain text.") % {"kind": kind}
            )
    if b"%PDF-" in data[:1024]:
        return pdf.read
    if data.startswith(b"PK"):
        _refuse_other_archives(data)
        return word.read
    return html.read if _LOOKS_LIKE_HTML.search(data[:_BEGINNING].replace(b"\x00", b"")) else decode


def _refuse_other_archives(data: bytes) -> None:
    if not word.is_word(data):
        kind = "zip" if zipfile.is_zipfile(io.BytesIO(data)) else "?"
        raise Unreadable(
            _("This is a file of the kind %(kind)s. Please save it as .docx, PDF or plain text.") % {"kind": kind}
        )
