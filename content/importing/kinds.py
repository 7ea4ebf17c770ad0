"""Which reader a file is for: told by its content, never by its name."""

import io
import re
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext as _

from content.importing import html, pdf, word
from content.importing.encodings import decode
from content.importing.unreadable import Unreadable

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


def reader_for(data: bytes) -> Callable[[bytes], tuple[str, list[str]]]:
    """What makes text and warnings of such data. Raises Unreadable for a kind that cannot be read."""
    for beginning, kind in _REFUSED.items():
        if data.startswith(beginning):
            raise _other_kind(kind)
    if b"%PDF-" in data[:1024]:
        return pdf.read
    if data.startswith(b"PK"):
        if not word.is_word(data):
            raise _other_kind("zip" if zipfile.is_zipfile(io.BytesIO(data)) else "?")
        return word.read
    return html.read if _LOOKS_LIKE_HTML.search(data[:_BEGINNING].replace(b"\x00", b"")) else decode


def _other_kind(kind: str) -> Unreadable:
    return Unreadable(
        _("This is a file of the kind %(kind)s. Please save it as .docx, PDF or plain text.") % {"kind": kind}
    )
