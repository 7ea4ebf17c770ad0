"""The published workflow as typed data: the contract of editor, packs, exchange, engine and desk."""

from workflows.schema.deadlines import (
    LONGEST_DAYS,
    LONGEST_MINUTES,
    STANDARD_LADDER,
    URGENT_LADDER,
    Deadline,
    Length,
    Rung,
)
from workflows.schema.people import LEADER, SUPERVISOR, Reader, Relation, are_for
from workflows.schema.states import Join, State
from workflows.schema.tasks import FINISH, SUPERVISION, Remark, TaskType
from workflows.schema.transitions import EffectCall, Later, Reason, Transition
from workflows.schema.workflow import WorkflowSchema

__all__ = [
    "FINISH",
    "LEADER",
    "LONGEST_DAYS",
    "LONGEST_MINUTES",
    "STANDARD_LADDER",
    "SUPERVISION",
    "SUPERVISOR",
    "URGENT_LADDER",
    "Deadline",
    "EffectCall",
    "Join",
    "Later",
    "Length",
    "Reader",
    "Reason",
    "Relation",
    "Remark",
    "Rung",
    "State",
    "TaskType",
    "Transition",
    "WorkflowSchema",
    "are_for",
]
