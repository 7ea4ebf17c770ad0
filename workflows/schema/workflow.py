"""The published workflow as typed data. Guards are expressions over the answers of the case's submissions:
`${answers.field}` of the submission that opened the case, `${form_key.field}` of the newest one of that form,
`${before.form_key.field}` of the one that it took the place of, so that a rule can ask what has changed. A guard
sees open and countable answers only: deciding where a case goes never unseals anything (workflows.check says so).
"""

from collections.abc import Iterator
from typing import TypeVar

from forms.schema import Definition
from workflows.scenarios import Scenario
from workflows.schema.people import SUPERVISOR, Reader, Relation
from workflows.schema.states import State
from workflows.schema.tasks import SUPERVISION, TaskType
from workflows.schema.transitions import EffectCall, Transition


class WorkflowSchema(Definition):
    # Key of the form whose submission opens a case.
    opened_by: str
    relations: tuple[Relation, ...]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    readers: tuple[Reader, ...] = ()
    # Effects when a case opens.
    opening_effects: tuple[EffectCall, ...] = ()
    # The author's examples: played at each save, and nothing is published while one of them comes out otherwise.
    scenarios: tuple[Scenario, ...] = ()

    def state(self, key: str) -> State:
        """Raises KeyError."""
        return _by_key(self.states, key)

    def transition(self, key: str) -> Transition:
        return _by_key(self.transitions, key)

    def relation(self, key: str) -> Relation:
        return SUPERVISOR if key == SUPERVISOR.key else _by_key(self.relations, key)

    def task_type(self, key: str) -> TaskType:
        """The task of that key, in whichever state, or SUPERVISION. Raises KeyError."""
        if key == SUPERVISION.key:
            return SUPERVISION
        return _by_key(tuple(task for state in self.states for task in state.tasks), key)

    def effects(self) -> Iterator[EffectCall]:
        """All of them, those of the opening first."""
        yield from self.opening_effects
        for way in self.transitions:
            yield from way.effects

    @property
    def counts_working_time(self) -> bool:
        """Does any deadline, or anything that happens later, ask for office hours or working days?"""
        deadlines = (task.deadline for state in self.states for task in state.tasks)
        return any(length and length.working for length in (*deadlines, *(call.later for call in self.effects())))

    @property
    def start(self) -> State:
        return next(state for state in self.states if state.kind == "start")

    def transitions_of(self, state: str, task: str) -> list[Transition]:
        return [way for way in self.transitions if way.source == state and way.task == task]

    def joined_ways(self, state: str, *, missed: bool | None = None) -> list[Transition]:
        """What follows when its tasks have come together; of both outcomes, or of one."""
        ways = [way for way in self.transitions_of(state, "") if not way.relation]
        return [way for way in ways if missed is None or way.missed == missed]

    def ways_beside(self, state: str) -> list[Transition]:
        """Those that somebody takes in that state without finishing a task; of an end the ways to open it again."""
        sources = {state} if self.state(state).kind == "end" else {state, ""}
        return [way for way in self.transitions if way.relation and way.source in sources and way.target != state]

    def ways_of_people(self, state: str, task: str) -> list[Transition]:
        """Those that somebody takes."""
        return [way for way in self.transitions_of(state, task) if way.clock is None]

    def ways_of_clock(self, state: str, task: str) -> list[Transition]:
        return [way for way in self.transitions_of(state, task) if way.clock is not None]


KeyedPart = TypeVar("KeyedPart", State, Transition, Relation, TaskType)


def _by_key(parts: tuple[KeyedPart, ...], key: str) -> KeyedPart:
    for part in parts:
        if part.key == key:
            return part
    raise KeyError(key)
