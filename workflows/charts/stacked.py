"""One bar made of parts that lie end to end."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`key` says which of the amounts it is, for its colour."""

    key: int
    x: int
    width: int


def stacked(amounts: Sequence[int], *, whole: int, width: int) -> tuple[Part, ...]:
    """The amounts side by side; `whole` is as wide as `width`. What is nothing has no part."""
    parts, before = [], 0
    for key, amount in enumerate(amounts):
        if amount and whole:
            x = round(width * before / whole)
            parts.append(Part(key, x, round(width * (before + amount) / whole) - x))
        before += amount
    return tuple(parts)
