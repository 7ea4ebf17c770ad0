"""What an import could not keep as it was, or could not know: at which element of the file, and what became of it."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from workflows.schema import WorkflowSchema

# error: no workflow can be made of the file; missing: a person has still to say it; changed: it is there in another
# way; dropped: it is not there.
Severity = Literal["error", "missing", "changed", "dropped"]
ORDER: tuple[Severity, ...] = ("error", "missing", "changed", "dropped")


@dataclass(frozen=True)
class Finding:
    """`element` is the id of the element in the file, "" for the whole."""

    severity: Severity
    element: str
    message: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Imported:
    """The workflow, None when none can be made of the file, and what is not in it as it was."""

    schema: WorkflowSchema | None
    findings: tuple[Finding, ...]


@dataclass
class Findings:
    """In the order they were found; the same thing is said once."""

    found: dict[Finding, None] = field(default_factory=dict)

    def error(self, element: str, message: str) -> None:
        self._say("error", element, message)

    def missing(self, element: str, message: str) -> None:
        self._say("missing", element, message)

    def changed(self, element: str, message: str) -> None:
        self._say("changed", element, message)

    def dropped(self, element: str, message: str) -> None:
        self._say("dropped", element, message)

    def _say(self, severity: Severity, element: str, message: str) -> None:
        self.found[Finding(severity, element, message)] = None

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.found)

    def of(self, schema: WorkflowSchema | None) -> Imported:
        """What the import comes to: no workflow when there are errors. The gravest first."""
        ordered = tuple(sorted(self.found, key=lambda finding: ORDER.index(finding.severity)))
        return Imported(None if self.has_errors else schema, ordered)
