"""From a BPMN 2.0 file to a workflow: `read(content, name=…)`."""

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.elements import processes
from workflows.exchange.bpmn.states import workflow_of
from workflows.exchange.findings import Findings, Imported
from workflows.exchange.safexml import Unreadable, parse
from workflows.schema import WorkflowSchema


def read(content: bytes, *, name: str = "workflow") -> Imported:
    """`name` is that of the file, for processes that have none. Raises nothing."""
    findings = Findings()
    schema = None
    try:
        schema = _workflow(content, name.rsplit("/", 1)[-1].rsplit(".", 1)[0], findings)
    except Unreadable as unreadable:
        findings.error("", str(unreadable))
    return findings.of(schema)


def _workflow(content: bytes, name: str, findings: Findings) -> WorkflowSchema | None:
    found = processes(parse(content), findings)
    if len(found) == 1:
        return workflow_of(found[0], name, findings)
    if not findings.has_errors and not found:
        findings.error("", _("There is no process in this file in which anything is done."))
    for process in found[1:]:
        findings.error(process.id, _("A workflow is one process. Save each in a file of its own."))
    return None
