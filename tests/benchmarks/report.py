"""Figures as a table, on the screen and in docs/benchmarks.md."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Figure:
    """One line. `most` or `least` is the target, None where there is none; `beside` puts the figure in relation."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    beside: str = ""

    @property
    def target(self) -> str:
        if self.most is not None:
            return f"≤ {self.most:g} {self.unit}"
        return f"≥ {self.least:g} {self.unit}" if self.least is not None else ""

    def verdict(self, neighbours: float) -> str:
        """`neighbours` is the number of processors that were busy with something else."""
        if self.most is None and self.least is None:
            return ""
        low = self.least is not None and self.value < self.least
        if not low and (self.most is None or self.value <= self.most):
            return "holds"
        return "disturbed" if self.unit in BY_THE_CLOCK and neighbours > QUIET else "falls short"

    def cells(self, neighbours: float) -> tuple[str, ...]:
        return self.name, f"{_short(self.value)} {self.unit}", self.target, self.verdict(neighbours), self.beside


# What neighbours disturb: times on the clock. Time on the processor suffers less, memory not at all.
BY_THE_CLOCK = frozenset({"ms", "s"})
QUIET = 0.3

HEAD = ("what", "measured", "target", "", "beside it")


def table(figures: Iterable[Figure], neighbours: float) -> str:
    rows = [HEAD, *(figure.cells(neighbours) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def keep(name: str, text: str) -> None:
    """Replace what the page has between the two comments of that name; what is written around them stays."""
    opening, closing = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = PAGE.read_text().partition(opening)
    _old, _, after = rest.partition(closing)
    PAGE.write_text(f"{before}{opening}\n{text}\n{closing}{after}")


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
