"""What the engine is told of a case and what can be done in it, and what it decides: values, and nothing that acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.access.refusal import Refused
from portal.calendar.reckoning import WorkCalendar
from workflows import timing
from workflows.schema import EffectCall

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class OpenTask:
    id: str
    key: str
    accepted: bool = False


@dataclass(frozen=True)
class DonePart:
    """A task of the present state that was finished beside others, and what its own form said."""

    key: str
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Snapshot:
    """What the engine needs to know of a case. `state` is empty for a case that is about to open.

    `answers` are open and countable ones: under "answers" those of the opening submission, under each form's key
    those of its newest submission. `now` is aware; deadlines are counted from it, in working time by `calendar`.
    """

    state: str
    tasks: tuple[OpenTask, ...]
    answers: Answers
    now: datetime
    urgent: bool = False
    calendar: WorkCalendar = timing.WEEK
    # Where tasks come together: those that are done.
    done: tuple[DonePart, ...] = ()


@dataclass(frozen=True)
class Open:
    """A report came in."""


@dataclass(frozen=True)
class Accept:
    """Somebody takes a task in hand."""

    task: str


@dataclass(frozen=True)
class Complete:
    """Somebody finishes a task by one of its transitions. `has_form`: the task's form is filled in."""

    task: str
    transition: str
    has_form: bool = False


@dataclass(frozen=True)
class Sign:
    """Somebody finishes a task by signing one of several sections of a form; others are still to be signed."""

    task: str


@dataclass(frozen=True)
class Finish:
    """Somebody finishes a task that moves nothing: a supervision."""

    task: str


@dataclass(frozen=True)
class Strike:
    """The moment of one of the task's transitions has come. `since`: aware, since when the task can be left so."""

    task: str
    since: datetime | None = None


@dataclass(frozen=True)
class Take:
    """Somebody takes a way that lies beside the tasks, for a reason where the way asks for one."""

    transition: str
    reason: str = ""


Action = Open | Accept | Complete | Sign | Finish | Strike | Take


class NotPossible(Refused):
    """The case does not allow the action now."""


@dataclass(frozen=True)
class NewDeadline:
    """`unsure`: on the way lies a year whose holidays are not known. `next_at`: when its first rung is climbed."""

    due_at: datetime
    counting: timing.Counting
    unsure: bool
    next_at: datetime | None


@dataclass(frozen=True)
class NewTask:
    key: str
    relation: str
    deadline: NewDeadline | None
    urgent: bool
    # When the clock takes one of its transitions, if ever.
    moves_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        return self.deadline.due_at if self.deadline else None


@dataclass(frozen=True)
class NewEvent:
    """What happened, in keys and ids only."""

    kind: str
    detail: dict[str, str]


@dataclass(frozen=True)
class Decision:
    state: str
    closed: bool
    urgent: bool
    event: NewEvent
    accepted: str = ""
    completed: str = ""
    cancelled: tuple[str, ...] = ()
    opened: tuple[NewTask, ...] = ()
    effects: tuple[EffectCall, ...] = ()
    # From when deadlines of what is opened count, where that is not now: the clock's moment.
    counted_from: datetime | None = None
