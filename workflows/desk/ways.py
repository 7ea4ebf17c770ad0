"""The ways a task can be finished, each with what stands against it, and what happens by itself."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from forms.compartments import split
from forms.models import Draft
from workflows import guards
from workflows.engine import NotPossible, obstacle, ways_to_finish
from workflows.models import Task
from workflows.schema import Transition
from workflows.services import clear_answers, snapshot_of


@dataclass(frozen=True)
class Way:
    transition: Transition
    obstacle: NotPossible | None


def ways_of(task: Task, draft: Draft | None = None) -> list[Way]:
    """With a draft: as if its answers had been handed in already."""
    schema = task.case.version.schema
    snapshot = snapshot_of(task.case, timezone.now())
    if draft is not None:
        snapshot = replace(snapshot, answers=guards.handed_in(snapshot.answers, task.type.form, _clear(draft)))
    return [Way(way, obstacle(schema, snapshot, way)) for way in ways_of_people(task)]


def ways_of_people(task: Task) -> list[Transition]:
    """What whoever finishes the task may choose."""
    ways = task.case.version.schema.ways_of_people(task.case.state, task.key)
    return ways_to_finish(task.case.current_state, task.type, ways)


def _clear(draft: Draft) -> Mapping[str, Any]:
    return split(draft.version.schema, draft.answers).open


@dataclass(frozen=True)
class ByItself:
    """A way that the clock takes at that moment."""

    transition: Transition
    at: datetime


def ways_of_clock(task: Task) -> list[ByItself]:
    """The next first. What its moment is taken from may not have been answered; then there is none."""
    schema, now = task.case.version.schema, timezone.now()
    answers = clear_answers(task.case)
    found = []
    for way in schema.ways_of_clock(task.case.state, task.key):
        with suppress(guards.Undecidable):
            at = guards.moment(way.clock, answers, now) if way.clock else None
            found += [ByItself(way, at)] if at else []
    return sorted(found, key=lambda one: one.at)
