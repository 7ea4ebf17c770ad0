"""The state machine, pure: (version, snapshot of the case, action) to a decision, or a refusal with reasons.

Entering a state opens all its tasks. A transition completes the task it belongs to, cancels what else is open, and
enters its target, also when that is the state it came from. A transition with a clock is taken by nobody but the
clock: then the task it belongs to is cancelled like the others. A way beside the tasks cancels all of them. A case in
an end state is closed and accepts nothing but a way beside the tasks that opens it again.
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
    Take,
)
from workflows.engine.moving import decide, new_deadline, new_task, next_stroke, obstacle, ways_to_finish
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
    "Take",
    "decide",
    "new_deadline",
    "new_task",
    "next_stroke",
    "obstacle",
    "ways_to_finish",
]
