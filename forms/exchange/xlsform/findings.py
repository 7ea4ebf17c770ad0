"""What an import could not keep as it was: where it stands in the workbook, and what became of it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# dropped: is not in the form; changed: is there, in another way; error: no form can be made of the file.
Severity = Literal["dropped", "changed", "error"]


@dataclass(frozen=True)
class Place:
    """A cell, a row or a sheet. `row` is the number Excel shows, None for a whole sheet; `column` is its title."""

    sheet: str = ""
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Finding:
    severity: Severity
    sheet: str
    row: int | None
    column: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Findings:
    """In the order they were found; the same thing is said once."""

    found: dict[Finding, None] = field(default_factory=dict)

    def dropped(self, place: Place, message: str) -> None:
        self._say("dropped", place, message)

    def changed(self, place: Place, message: str) -> None:
        self._say("changed", place, message)

    def error(self, place: Place, message: str) -> None:
        self._say("error", place, message)

    def _say(self, severity: Severity, place: Place, message: str) -> None:
        self.found[Finding(severity, place.sheet, place.row, place.column, message)] = None

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.found)

    def by_place(self) -> tuple[Finding, ...]:
        """Errors first, then by sheet and row."""
        sheets = {"": 0, "survey": 1, "choices": 2, "settings": 3}
        return tuple(
            sorted(
                self.found,
                key=lambda found: (found.severity != "error", sheets.get(found.sheet, 9), found.sheet, found.row or 0),
            )
        )
