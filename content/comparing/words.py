"""What of a text became what of another, in pieces. Pure.

First whole phrases, from comma to comma, are laid side by side, then what differs sign by sign. So a page takes
milliseconds, and what is marked are words rather than scattered signs: one that stands alone between two changes is
part of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
_PHRASE = re.compile(r"[^，。；：、！？（）()\n]*[，。；：、！？（）()\n]?")
# Digits and Latin letters are read as one.
_SIGN = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
_SHORTEST_SAME = 2


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str


def changes(before: str, after: str) -> list[Piece]:
    """Pieces of which those that are not new make `before`, and those that are not gone make `after`."""
    return list(_joined(_gathered(list(_differing(_phrases(before), _phrases(after), finer=True)))))


def _phrases(text: str) -> list[str]:
    return [found for found in _PHRASE.findall(text) if found]


def _differing(before: Sequence[str], after: Sequence[str], *, finer: bool) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        gone, new = "".join(before[start:end]), "".join(after[other_start:other_end])
        if what == "equal":
            yield Piece("same", gone)
        elif finer and gone and new:
            yield from _differing(_SIGN.findall(gone), _SIGN.findall(new), finer=False)
        else:
            yield Piece("gone", gone)
            yield Piece("new", new)


def _gathered(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A letter that two changes have between them is part of the change; punctuation stays."""
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if piece.kind == "same" and inside and len(piece.text) < _SHORTEST_SAME and piece.text.isalnum():
            yield Piece("gone", piece.text)
            yield Piece("new", piece.text)
        else:
            yield piece


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Each change as what is gone, then what is new, once."""
    gone = new = same = ""
    for piece in pieces:
        if piece.kind == "same":
            yield from _change(gone, new)
            gone, new, same = "", "", same + piece.text
            continue
        if same:
            yield Piece("same", same)
            same = ""
        gone, new = gone + piece.text * (piece.kind == "gone"), new + piece.text * (piece.kind == "new")
    if same:
        yield Piece("same", same)
    yield from _change(gone, new)


def _change(gone: str, new: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if new:
        yield Piece("new", new)
