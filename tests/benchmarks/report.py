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

    @property
    def verdict(self) -> str:
        if self.most is None and self.least is None:
            return ""
        low = self.least is not None and self.value < self.least
        return "falls short" if low or (self.most is not None and self.value > self.most) else "holds"

    @property
    def cells(self) -> tuple[str, ...]:
        return self.name, f"{_short(self.value)} {self.unit}", self.target, self.verdict, self.beside


HEAD = ("what", "measured", "target", "", "beside it")


def table(figures: Iterable[Figure]) -> str:
    rows = [HEAD, *(figure.cells for figure in figures)]
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
