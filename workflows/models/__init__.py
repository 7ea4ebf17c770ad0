from workflows.models.assigned import AssignedDuty
from workflows.models.atdesk import SavedFilter, WatchedCase
from workflows.models.case import Case, CaseParty, CaseSubmission, Event, ReporterMessage
from workflows.models.conflict import CaseExclusion, LiftedExclusion
from workflows.models.deadline import ClimbedRung, ExtensionReason, PauseReason, TaskDeadline
from workflows.models.definition import Workflow, WorkflowVersion
from workflows.models.dialogue import DialogueMessage
from workflows.models.effect import EffectRun
from workflows.models.extract import Extract
from workflows.models.link import CaseLink
from workflows.models.merge import CaseMerge
from workflows.models.moves import CaseMove, MovedCase
from workflows.models.page import CasePage
from workflows.models.rest import RESTING, CaseRest, RestReason
from workflows.models.task import Task, TaskQuerySet

__all__ = [
    "RESTING",
    "AssignedDuty",
    "Case",
    "CaseExclusion",
    "CaseLink",
    "CaseMerge",
    "CaseMove",
    "CasePage",
    "CaseParty",
    "CaseRest",
    "CaseSubmission",
    "ClimbedRung",
    "DialogueMessage",
    "EffectRun",
    "Event",
    "ExtensionReason",
    "Extract",
    "LiftedExclusion",
    "MovedCase",
    "PauseReason",
    "ReporterMessage",
    "RestReason",
    "SavedFilter",
    "Task",
    "TaskDeadline",
    "TaskQuerySet",
    "WatchedCase",
    "Workflow",
    "WorkflowVersion",
]
