"""From a file to its text."""

from pathlib import Path

from django.utils.translation import gettext as _

LARGEST = 5 * 1024 * 1024
_BINARY_BEGINNINGS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Word, Excel",
    b"\xd0\xcf\x11\xe0": "Word, Excel",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
}
# Anything decodes as GB18030 more or less; text has hardly any of these.
_MOST_UNUSUAL = 0.02


class Unreadable(Exception):
    """The file cannot be taken in; the message says why and what to do."""


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030 (GBK, GB 2312).

    Raises Unreadable for whatever is not text, not there, or larger than 5 MB.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(_("The file is larger than 5 MB."))
        data = path.read_bytes()
    except OSError as problem:
        raise Unreadable(_("The file cannot be opened: %(reason)s.") % {"reason": problem.strerror}) from None
    return decode(data)


def decode(data: bytes) -> str:
    _refuse_binary(data)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise Unreadable(_("The file is empty."))
        if _looks_like_text(text):
            return text
    raise Unreadable(_("The file is not text in UTF-8 or GBK. Please save it as plain text."))


def _refuse_binary(data: bytes) -> None:
    for beginning, kind in _BINARY_BEGINNINGS.items():
        if data.startswith(beginning):
            raise Unreadable(_("This is a file of the kind %(kind)s. Please save it as plain text.") % {"kind": kind})


def _encodings(data: bytes) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    return ["utf-8-sig", "gb18030"]


def _looks_like_text(text: str) -> bool:
    unusual = sum(1 for character in text if _is_unusual(character))
    return "\x00" not in text and unusual <= len(text) * _MOST_UNUSUAL


def _is_unusual(character: str) -> bool:
    code = ord(character)
    return code == 0xFFFD or (code < 32 and character not in "\t\n\r\f\v") or 0xE000 <= code <= 0xF8FF or code > 0x3FFFF
