"""Something wrong in a form's definition, where, and what to do."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """`place` is a key or table.column, `rule` what of it ("shown_when", "checks.0", "" for the part itself)."""

    place: str
    message: str | Promise
    rule: str = ""
    # Character of the formula, from 0.
    at: int = 0

    def __str__(self) -> str:
        where = f"{self.place}, {self.rule}" if self.rule else self.place
        return f"{where}: {self.message}"
