"""From bytes to text, in the encodings that offices have used."""

import re

from django.utils.translation import gettext as _

from content.importing.unreadable import Unreadable

# Anything decodes as GB18030 more or less; text has hardly any of these.
_MOST_UNUSUAL = 0.02
# Signs that every Chinese text is full of. Read in the other encoding they become something else.
_EVERYWHERE = re.compile(r"[，。、；：（）《》的一是在有和為为]")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text, and a warning when its encoding makes one necessary.

    UTF-8 with or without a mark, UTF-16 with one, GB18030 (GBK, GB 2312), Big5. Raises Unreadable for anything else.
    """
    text = _unicode(data)
    if text is not None:
        return _checked(text), []
    readings = [reading for encoding in ("gb18030", "big5hkscs") if (reading := _read(data, encoding)) is not None]
    if not readings:
        raise _not_text()
    text = max(readings, key=_likelihood)
    if text != readings[0] or _read(data, "gb18030") is None:
        return _checked(text), [_("The file is in Big5: it is written in traditional characters. Please check it.")]
    return _checked(text), []


def _unicode(data: bytes) -> str | None:
    return _read(data, "utf-16") if data.startswith(_MARKS) else _read(data, "utf-8-sig")


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likelihood(text: str) -> float:
    return len(_EVERYWHERE.findall(text)) / max(1, len(text)) - _unusual(text)


def _checked(text: str) -> str:
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    if "\x00" in text or _unusual(text) > _MOST_UNUSUAL:
        raise _not_text()
    return text


def _not_text() -> Unreadable:
    return Unreadable(_("The file is not text in UTF-8, GBK or Big5. Please save it as plain text."))


def _unusual(text: str) -> float:
    return sum(1 for character in text if _is_unusual(character)) / max(1, len(text))


def _is_unusual(character: str) -> bool:
    code = ord(character)
    return code == 0xFFFD or (code < 32 and character not in "\t\n\r\f\v") or 0xE000 <= code <= 0xF8FF or code > 0x3FFFF
