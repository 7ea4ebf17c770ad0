"""Something wrong in a definition, a form's or a workflow's: where, and in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from pydantic import ValidationError


@dataclass(frozen=True)
class Problem:
    """`place` is the way to the part: "key", "table.column", "state reported task accept", "" for the whole.

    `rule` is what of the part ("shown_when", "checks.0", "" for the part itself), `at` a character of its formula,
    from 0; `code` is stable, for programs.
    """

    place: str
    sentence: str | Promise
    rule: str = ""
    at: int = 0
    code: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.place, self.rule) if part)
        return f"{where}: {self.sentence}" if where else str(self.sentence)


def malformed(error: ValidationError) -> list[Problem]:
    """What is wrong with data that is no definition at all."""
    return [
        Problem(".".join(str(part) for part in found["loc"]), found["msg"], code="malformed")
        for found in error.errors()
    ]
