"""What people type, in the form it is kept in. Chinese keyboards write digits, letters and spaces full-width."""

import unicodedata

_NARROW = {
    wide: wide - 0xFEE0 for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for wide in range(*span)
}
_SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u202f"), " ")
# Marks that turn the direction of text or are not seen at all; they could make a name read as another.
_UNSEEN = dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")


def prose(text: str) -> str:
    """Free text: digits, letters and spaces narrow, punctuation as it is, nothing unseen, no space at the ends."""
    return text.translate({**_NARROW, **_SPACES, **_UNSEEN}).replace("\r\n", "\n").strip()


def code(text: str) -> str:
    """Numbers, telephone numbers, dates, codes: everything narrow."""
    return unicodedata.normalize("NFKC", text.translate({**_DASHES, **_UNSEEN})).strip()


def compact(text: str) -> str:
    """A code without any space."""
    return "".join(code(text).split())
