"""The writes of the workflows floor: publishing, opening a case, accepting and completing its tasks."""

from forms.versions.publishing import NotPublishable
from workflows.engine import NotPossible
from workflows.services.cases import accept_task, complete_task, occasion_of, open_case, route_task
from workflows.services.publishing import publish
from workflows.services.retrying import retry_effect
from workflows.services.snapshots import clear_answers, snapshot_of

__all__ = [
    "NotPossible",
    "NotPublishable",
    "accept_task",
    "clear_answers",
    "complete_task",
    "occasion_of",
    "open_case",
    "publish",
    "retry_effect",
    "route_task",
    "snapshot_of",
]
