"""The state machine, pure: (version, snapshot of the case, action) to a decision, or a refusal with reasons.

Entering a state opens all its tasks. A transition completes the task it belongs to, cancels what else is open, and
enters its target, also when that is the state it came from. A transition with a clock is taken by nobody but the
clock: then the task it belongs to is cancelled like the others. A case in an end state is closed and accepts nothing.
"""

from workflows.engine.decisions import (
    Accept,
    Action,
    Complete,
    Decision,
    DonePart,
    Finish,
    NewDeadline,
    NewEvent,
    NewTask,
    NotPossible,
    Open,
    OpenTask,
    Sign,
    Snapshot,
    Strike,
)
from workflows.engine.moving import decide, finishing, new_deadline, new_task, next_stroke, obstacle
from workflows.schema import FINISH

__all__ = [
    "FINISH",
    "Accept",
    "Action",
    "Complete",
    "Decision",
    "DonePart",
    "Finish",
    "NewDeadline",
    "NewEvent",
    "NewTask",
    "NotPossible",
    "Open",
    "OpenTask",
    "Sign",
    "Snapshot",
    "Strike",
    "decide",
    "finishing",
    "new_deadline",
    "new_task",
    "next_stroke",
    "obstacle",
]
