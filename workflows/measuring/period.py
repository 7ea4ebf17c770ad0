"""A month, a quarter or a year, as it stands in an address: 2026-11, 2026-Q4, 2026. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Literal, Self

Kind = Literal["month", "quarter", "year"]
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")


@dataclass(frozen=True)
class Period:
    kind: Kind
    year: int
    # Its first month.
    month: int = 1

    @classmethod
    def read(cls, written: str) -> Self | None:
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        year, month, quarter = found.groups()
        if month:
            return cls("month", int(year), int(month))
        return cls("quarter", int(year), 3 * int(quarter) - 2) if quarter else cls("year", int(year))

    @classmethod
    def around(cls, day: date, kind: Kind) -> Self:
        length = _MONTHS[kind]
        return cls(kind, day.year, (day.month - 1) // length * length + 1)

    def __str__(self) -> str:
        tails = {"month": f"-{self.month:02d}", "quarter": f"-Q{self.quarter}", "year": ""}
        return f"{self.year}{tails[self.kind]}"

    @property
    def quarter(self) -> int:
        return (self.month + 2) // 3

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def behind(self) -> date:
        """The first day that is not in it any more."""
        return self.moved(1).first

    def moved(self, steps: int) -> "Period":
        """The one so many before or after."""
        months = self.year * 12 + self.month - 1 + steps * _MONTHS[self.kind]
        return Period(self.kind, months // 12, months % 12 + 1)

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From the first moment to the first one behind it, as clocks there show it."""
        start, end = (datetime.combine(day, time(), zone) for day in (self.first, self.behind))
        return start, end
