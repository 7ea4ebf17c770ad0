"""The ways a task can be finished, each with what stands against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from forms.compartments import split
from forms.models import Draft
from workflows.engine import NotPossible, obstacle
from workflows.models import Task
from workflows.schema import Transition
from workflows.services import snapshot_of


@dataclass(frozen=True)
class Way:
    transition: Transition
    obstacle: NotPossible | None


def ways_of(task: Task, draft: Draft | None = None) -> list[Way]:
    """With a draft: as if its answers had been handed in already."""
    schema = task.case.version.schema
    snapshot = snapshot_of(task.case, timezone.now())
    if draft is not None:
        snapshot = replace(snapshot, answers={**snapshot.answers, task.type.form: _clear(draft)})
    found = schema.transitions_of(task.case.state, task.key)
    return [Way(way, obstacle(schema, snapshot, way)) for way in found]


def _clear(draft: Draft) -> Mapping[str, Any]:
    return split(draft.version.schema, draft.answers).open
