"""Months as a calendar lays them out. Weeks begin on Monday."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Of “2026-12”; None for anything else."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), int(found[2])) if found and int(found[1]) else None

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def days(self) -> Iterator[date]:
        for day in range(1, monthrange(self.year, self.number)[1] + 1):
            yield date(self.year, self.number, day)

    def moved(self, months: int) -> Self:
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return type(self)(year, number + 1)

    def away_from(self, other: Self) -> int:
        """How many months lie between the two."""
        return abs(self.year * 12 + self.number - other.year * 12 - other.number)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
