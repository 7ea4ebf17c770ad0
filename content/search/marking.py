"""Where the terms of a query stand in a text. Nothing here is HTML: escaping is left to the template."""

from collections.abc import Sequence
from dataclasses import dataclass

from content.indexing.spelling import places

BEFORE, AFTER = 30, 110


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked when it is one of the words searched for."""

    text: str
    marked: bool


def excerpt(text: str, terms: Sequence[str]) -> str:
    """Some words around the first place where a term stands; the beginning when none does."""
    start = max(0, min((start for start, _end in stretches(text, terms)), default=0) - BEFORE)
    piece = " ".join(text[start : start + BEFORE + AFTER].split())
    return ("…" if start else "") + piece + ("…" if start + BEFORE + AFTER < len(text) else "")


def mark(text: str, terms: Sequence[str]) -> list[Piece]:
    """The text in stretches."""
    marked = [False] * len(text)
    for start, end in stretches(text, terms):
        marked[start:end] = [True] * (end - start)
    return _pieces(text, marked)


def stretches(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Beginning and end of each place of each term."""
    line, where = places(text)
    found = []
    for term in terms:
        first = len(term) - len(term.lstrip())
        place = line.find(term)
        while place >= 0:
            found.append((where[place + first], where[place + len(term) - 1] + 1))
            place = line.find(term, place + len(term))
    return found


def _pieces(text: str, marked: list[bool]) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            pieces.append(Piece(text[start:place], marked[start]))
            start = place
    return pieces
