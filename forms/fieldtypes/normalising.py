"""What people type, in the form it is kept in. Chinese keyboards write digits, letters and spaces full-width."""

import unicodedata

_NARROW = {
    wide: wide - 0xFEE0 for span in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)) for wide in range(*span)
}
_SPACES = dict.fromkeys(map(ord, "\u3000\u00a0\u2007\u202f"), " ")
# What a name could be made to read as another with: marks that turn the direction of text, signs that are not seen,
# control characters, and halves of pairs that no file could be written with.
_UNSEEN = dict.fromkeys(
    [
        *(sign for sign in (*range(0x20), *range(0x7F, 0xA0)) if sign not in (0x09, 0x0A)),
        *(0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    ]
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－"), "-")
_PROSE = {**_UNSEEN, **_NARROW, **_SPACES}
# Made once: there are two thousand signs in it.
_CODE = {**_DASHES, **_UNSEEN}
# No number, date or code is longer. What is longer stays as it is, and fits no pattern.
LONGEST_CODE = 2000


def prose(text: str) -> str:
    """Free text: digits, letters and spaces narrow, punctuation as it is, nothing unseen, no space at the ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_PROSE).strip()


def line(text: str) -> str:
    """Free text in one line."""
    return " ".join(prose(text).splitlines())


def code(text: str) -> str:
    """Numbers, telephone numbers, dates, codes: everything narrow."""
    if len(text) > LONGEST_CODE:
        return text
    return unicodedata.normalize("NFKC", text.translate(_CODE)).strip()


def compact(text: str) -> str:
    """A code without any space."""
    return "".join(code(text).split())
