from workflows.models.case import Case, CaseParty, CaseSubmission, Event, ReporterMessage
from workflows.models.definition import Workflow, WorkflowVersion
from workflows.models.task import EffectRun, Task

__all__ = [
    "Case",
    "CaseParty",
    "CaseSubmission",
    "EffectRun",
    "Event",
    "ReporterMessage",
    "Task",
    "Workflow",
    "WorkflowVersion",
]
