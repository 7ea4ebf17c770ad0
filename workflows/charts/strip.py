"""Squares side by side, one for each period, with a word under each."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, BOX, HEIGHT = 34, 26, 44


@dataclass(frozen=True)
class Square:
    x: int
    kind: str
    label: str = ""

    @property
    def middle(self) -> int:
        return self.x + BOX // 2


@dataclass(frozen=True)
class Strip:
    width: int
    squares: tuple[Square, ...]
    size: int = BOX
    height: int = HEIGHT


def strip(parts: Sequence[tuple[str, str]]) -> Strip:
    """One for each (kind, word); the first on the left."""
    gap = (STEP - BOX) // 2
    squares = tuple(Square(place * STEP + gap, kind, label) for place, (kind, label) in enumerate(parts))
    return Strip(STEP * len(parts), squares)
