"""Which lane an arrow runs in, so that arrows side by side do not lie on each other."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """An arrow's way down (or up) the side: from a height to a height, to a target."""

    start: int
    end: int
    target: str

    @property
    def top(self) -> int:
        return min(self.start, self.end)

    @property
    def bottom(self) -> int:
        return max(self.start, self.end)

    def collides(self, other: "Span") -> bool:
        """Arrows to one target may run together; they merge like roads."""
        return self.target != other.target and self.top <= other.bottom and other.top <= self.bottom


def assign(spans: Sequence[Span]) -> list[int]:
    """A lane for each span, 0 next to the boxes. Short ways lie inside, long ways around them."""
    lanes: list[list[Span]] = []
    found: dict[int, int] = {}
    for number in sorted(range(len(spans)), key=lambda n: (spans[n].bottom - spans[n].top, n)):
        lane = next((n for n, lane in enumerate(lanes) if not any(spans[number].collides(o) for o in lane)), len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append(spans[number])
        found[number] = lane
    return [found[number] for number in range(len(spans))]
