"""`${name}` and `[[ what falls away ]]` in a text of a letter. Pure; nothing in a text is ever executed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

NAME = re.compile(r"\$\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){0,3})\}")
OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class Named:
    path: Path


@dataclass(frozen=True)
class Passage:
    """What falls away when something named in it is empty."""

    pieces: tuple[Words | Named, ...]


Piece = Words | Named | Passage


def read(text: str) -> tuple[Piece, ...]:
    """What is no placeholder is words as they stand."""
    pieces: list[Piece] = []
    for number, part in enumerate(OPTIONAL.split(text)):
        inner = tuple(_simple(part))
        pieces += [Passage(inner)] if number % 2 else inner
    return tuple(pieces)


def names_in(text: str) -> list[Path]:
    """Each once, in the order of the text."""
    return list(dict.fromkeys(tuple(name.split(".")) for name in NAME.findall(text)))


def broken_in(text: str) -> str:
    """Where a placeholder, or a pair of brackets, is half made; "" where none is."""
    rest = OPTIONAL.sub(r"\1", NAME.sub("", text))
    found = re.search(r"\$\{.{0,20}|\[\[.{0,20}|.{0,20}\]\]", rest)
    return found[0] if found else ""


def filled(text: str, look: Callable[[Path], str]) -> list[Words | Named]:
    """The text without passages that fall away: words, and names for which there is something."""
    found: list[Words | Named] = []
    for piece in read(text):
        inner = piece.pieces if isinstance(piece, Passage) else (piece,)
        named = [part for part in inner if isinstance(part, Named)]
        if not isinstance(piece, Passage) or all(look(part.path) for part in named):
            found += inner
    return found


def written(text: str, look: Callable[[Path], str]) -> str:
    """The text with everything put in."""
    return "".join(piece.text if isinstance(piece, Words) else look(piece.path) for piece in filled(text, look))


def _simple(text: str) -> Iterator[Words | Named]:
    for number, part in enumerate(NAME.split(text)):
        if number % 2:
            yield Named(tuple(part.split(".")))
        elif part:
            yield Words(part)
