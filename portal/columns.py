"""Upright bars side by side, each of two parts, with the lines of a scale behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP, FOOT = 160, 18, 22
STEP, BAR = 56, 32


@dataclass(frozen=True)
class Column:
    """`lower` and `upper` are the heights of the two parts."""

    label: str
    amount: int
    x: int
    y: int
    lower: int
    upper: int
    width: int = BAR

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def base(self) -> int:
        return self.y + self.upper


@dataclass(frozen=True)
class Columns:
    width: int
    height: int
    floor: int
    columns: tuple[Column, ...]

    @property
    def is_flat(self) -> bool:
        """Nothing stands up from the floor."""
        return not any(column.amount for column in self.columns)


def columns(rows: Sequence[tuple[str, int, int]]) -> Columns:
    """One for each (label, lower amount, upper amount); the highest fills the height."""
    most = max((lower + upper for _label, lower, upper in rows), default=0)
    floor = TOP + HEIGHT
    drawn = []
    for place, (label, lower, upper) in enumerate(rows):
        whole = round(HEIGHT * (lower + upper) / most) if most else 0
        below = round(HEIGHT * lower / most) if most else 0
        x = place * STEP + (STEP - BAR) // 2
        drawn.append(Column(label, lower + upper, x, floor - whole, below, whole - below))
    return Columns(STEP * len(rows), floor + FOOT, floor, tuple(drawn))
