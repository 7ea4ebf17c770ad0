"""The small pieces of a line that an index keeps, as numbers of 32 bits, and those that a term must have.

A text that holds a term has all the pieces of the term; a text that has them all nearly always holds it. So the
index names candidates, and the lines themselves decide (see `spelling`). Chinese is cut into one, two and three
characters; a Latin word is known by its beginnings, so that the last word of a query may be half typed.
"""

import zlib
from collections.abc import Iterable

LONGEST_BEGINNING = 8
_CHARACTERS = (1, 2, 3)


def grams(line: str) -> set[int]:
    """Every piece of a line."""
    return _numbers(piece for run in set(line.split()) for piece in _pieces(run))


def needed(term: str) -> set[int]:
    """The pieces that name candidates for a term: few, and overlapping, so that they hold it together."""
    return _numbers(piece for run in term.split() for piece in _covering(run))


def _pieces(run: str) -> set[str]:
    if run.isascii():
        return {run[:length] for length in range(1, min(len(run), LONGEST_BEGINNING) + 1)}
    return {run[start : start + length] for length in _CHARACTERS for start in range(len(run) - length + 1)}


def _covering(run: str) -> set[str]:
    if run.isascii():
        return {run[:LONGEST_BEGINNING]}
    longest = _CHARACTERS[-1]
    last = max(0, len(run) - longest)
    return {run[start : start + longest] for start in [*range(0, last, longest - 1), last]}


def _numbers(pieces: Iterable[str]) -> set[int]:
    return {zlib.crc32(piece.encode(errors="surrogatepass")) - 2**31 for piece in pieces}
