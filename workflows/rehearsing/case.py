"""The case itself: the engine and the ladders of the deadlines, on a clock that somebody moves. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.calendar.reckoning import WorkCalendar
from workflows import engine, guards, timing
from workflows.engine import Decision, DonePart, NewTask, NotPossible, OpenTask, Snapshot
from workflows.scenarios import Scenario, ScenarioStep
from workflows.schema import FINISH, EffectCall, Rung, TaskType, Transition, WorkflowSchema

# A Monday in an ordinary week, for who names no moment.
MONDAY = (2026, 3, 2, 9)
# In one case. More than this happens by itself only where ways of the clock go round, or ask for a moment that is
# always a little ahead.
MOST_BY_ITSELF = 2000


@dataclass
class RehearsedTask:
    id: str
    type: TaskType
    made_at: datetime
    deadline: engine.NewDeadline | None
    urgent: bool
    accepted: bool = False
    mark: str = ""
    # When the clock takes one of its ways.
    moves_at: datetime | None = None
    climbed: set[int] = field(default_factory=set)

    @property
    def due_at(self) -> datetime | None:
        return self.deadline.due_at if self.deadline else None


@dataclass(frozen=True)
class Happening:
    """What came of something, in order. `task` and `way` as far as it is about one."""

    # `planned` is an effect that happens later, `dropped` one that does not happen any more.
    kind: Literal[
        "opened",
        "accepted",
        "signed",
        "finished",
        "moved",
        "task",
        "cancelled",
        "rung",
        "effect",
        "planned",
        "dropped",
    ]
    at: datetime
    task: TaskType | None = None
    way: Transition | None = None
    state: str = ""
    call: EffectCall | None = None
    rung: Rung | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class PlannedEffect:
    """`steps` is how many had been taken when it was planned."""

    at: datetime
    call: EffectCall
    state: str
    steps: int


class _Ahead(NamedTuple):
    at: datetime
    do: Callable[[], None]


class Rehearsal:
    """A case that has just been opened by these answers. `at` is aware; `calendar` is that of the place."""

    def __init__(
        self,
        schema: WorkflowSchema,
        answers: Mapping[str, Any],
        *,
        at: datetime,
        calendar: WorkCalendar = timing.WEEK,
    ) -> None:
        self.schema, self.calendar, self.now = schema, calendar, at
        self.state, self.urgent, self.closed = "", False, False
        self.tasks: list[RehearsedTask] = []
        self.planned: list[PlannedEffect] = []
        self.answers: dict[str, Mapping[str, Any]] = {"answers": answers, schema.opened_by: answers}
        self.happened: list[Happening] = []
        self.done: list[DonePart] = []
        self.visited: list[str] = []
        # Whose task was accepted first: the relation.
        self.accepted_by = ""
        # How often the clock had something to do, also when nothing came of it.
        self._by_itself = 0
        self._apply(engine.decide(schema, self.snapshot, engine.Open()), Happening("opened", at))

    @property
    def snapshot(self) -> Snapshot:
        tasks = tuple(OpenTask(task.id, task.type.key, task.accepted) for task in self.tasks)
        return Snapshot(self.state, tasks, self.answers, self.now, self.urgent, self.calendar, tuple(self.done))

    @property
    def next_at(self) -> datetime | None:
        """When something happens by itself, the next time; None when nothing does."""
        return min((ahead.at for ahead in self._ahead()), default=None)

    def open_task(self, key: str) -> RehearsedTask:
        """Raises NotPossible."""
        for task in self.tasks:
            if task.type.key == key:
                return task
        raise NotPossible("task_not_open", _("This task is no longer open."))

    def take(self, step: ScenarioStep) -> list[Happening]:
        """What comes of it. Raises NotPossible; the clock has gone on then all the same."""
        before = len(self.happened)
        self.wait_until(self.now + timedelta(days=step.days, minutes=step.minutes))
        if step.does == "take":
            self._take_beside(step)
        elif step.does != "wait":
            task = self.open_task(step.task)
            if step.by and step.by != task.type.relation:
                raise NotPossible("not_yours", _("This task belongs to another organisation."))
            if step.role and not task.type.is_for(step.role):
                raise NotPossible("not_your_role", _("The task asks for another role."))
            self._accept(task) if step.does == "accept" else self._finish(task, step)
        return self.happened[before:]

    def wait_until(self, moment: datetime) -> None:
        """The clock goes on, and what it brings happens at its own moment."""
        while (ahead := min(self._ahead(), key=lambda one: one.at, default=None)) and ahead.at <= moment:
            self._by_itself += 1
            if self._by_itself > MOST_BY_ITSELF:
                raise NotPossible("goes_round", _("The clock takes this case round in circles. Mend the transitions."))
            self.now = max(self.now, ahead.at)
            ahead.do()
        self.now = max(self.now, moment)

    def _ahead(self) -> Iterator[_Ahead]:
        for task in self.tasks:
            if task.moves_at is not None:
                yield _Ahead(task.moves_at, partial(self._strike, task))
            for rung in self._rungs(task):
                yield _Ahead(rung.at, partial(self._climb, task, rung.number))
        for effect in self.planned:
            yield _Ahead(effect.at, partial(self._come_due, effect))

    def _rungs(self, task: RehearsedTask) -> list[timing.PlannedRung]:
        if task.deadline is None:
            return []
        measure, due = task.deadline.counting.measure, task.deadline.due_at
        planned = timing.plan(self.calendar, measure, self._ladder(task), began=task.made_at, due=due)
        return [rung for rung in planned if rung.number not in task.climbed]

    def _ladder(self, task: RehearsedTask) -> tuple[Rung, ...]:
        return timing.ladder_of(task.type.deadline, urgent=task.urgent) if task.type.deadline else ()

    def _climb(self, task: RehearsedTask, number: int) -> None:
        rung = self._ladder(task)[number]
        task.climbed.add(number)
        task.mark = rung.mark or task.mark
        self.happened.append(Happening("rung", self.now, task=task.type, rung=rung))

    def _strike(self, task: RehearsedTask) -> None:
        try:
            decision = engine.decide(self.schema, self.snapshot, engine.Strike(task.id, since=task.made_at))
        except NotPossible:
            task.moves_at = engine.next_stroke(self.schema, self.snapshot, task.type.key, after=self.now)
            return
        way = self.schema.transition(decision.event.detail["transition"])
        self._apply(decision, Happening("moved", self.now, task=task.type, way=way))

    def _come_due(self, effect: PlannedEffect) -> None:
        self.planned.remove(effect)
        later = effect.call.later
        is_dropped = later is not None and later.unless_moved and len(self.visited) != effect.steps
        kind: Literal["dropped", "effect"] = "dropped" if is_dropped else "effect"
        self.happened.append(Happening(kind, self.now, state=effect.state, call=effect.call))

    def _take_beside(self, step: ScenarioStep) -> None:
        """By whoever the way is for, and for the first of its reasons."""
        way = next((way for way in self.schema.ways_beside(self.state) if way.key == step.transition), None)
        if way is not None and step.by and step.by != way.relation:
            raise NotPossible("not_yours", _("Somebody else takes this way."))
        if way is not None and step.role and not way.is_for(step.role):
            raise NotPossible("not_your_role", _("The way asks for another role."))
        reason = way.reasons[0].key if way and way.reasons else ""
        decision = engine.decide(self.schema, self.snapshot, engine.Take(step.transition, reason))
        self._apply(decision, Happening("moved", self.now, way=way))

    def _accept(self, task: RehearsedTask) -> None:
        engine.decide(self.schema, self.snapshot, engine.Accept(task.id))
        self._is_taken(task)
        self.happened.append(Happening("accepted", self.now, task=task.type))

    def _is_taken(self, task: RehearsedTask) -> None:
        task.accepted = True
        self.accepted_by = self.accepted_by or task.type.relation

    def _finish(self, task: RehearsedTask, step: ScenarioStep) -> None:
        kept = dict(self.answers)
        if task.type.form:
            self.answers = guards.handed_in(self.answers, task.type.form, step.answers)
        try:
            self._complete(task, step.transition)
        except NotPossible:
            self.answers = kept
            raise

    def _complete(self, task: RehearsedTask, transition: str) -> None:
        if self._others_sign(task):
            decision = engine.decide(self.schema, self.snapshot, engine.Sign(task.id))
            happening = Happening("signed", self.now, task=task.type)
            self.done.append(DonePart(task.type.key, {}))
        else:
            way = transition or self._first_way(task)
            decision = engine.decide(self.schema, self.snapshot, engine.Complete(task.id, way, has_form=True))
            happening = self._came_of(decision, task)
        self._is_taken(task)
        self._apply(decision, happening)

    def _came_of(self, decision: Decision, task: RehearsedTask) -> Happening:
        if decision.event.kind == "finished":
            if not task.type.optional:
                self.done.append(DonePart(task.type.key, self.answers.get(task.type.form, {})))
            return Happening("finished", self.now, task=task.type)
        way = self.schema.transition(decision.event.detail["transition"])
        return Happening("moved", self.now, task=task.type, way=way)

    def _others_sign(self, task: RehearsedTask) -> bool:
        """Are there others who still fill in their section of the same form?"""
        return bool(task.type.section) and any(
            other.type.section and other.type.form == task.type.form for other in self.tasks if other is not task
        )

    def _first_way(self, task: RehearsedTask) -> str:
        if self.schema.state(self.state).finishes_beside(task.type):
            return FINISH
        ways = self.schema.ways_of_people(self.state, task.type.key)
        possible = [way for way in ways if engine.obstacle(self.schema, self.snapshot, way) is None]
        return (possible or ways)[0].key if ways else ""

    def _apply(self, decision: Decision, happening: Happening) -> None:
        gone = {decision.completed, *decision.cancelled}
        cancelled = [task.type for task in self.tasks if task.id in decision.cancelled]
        self.tasks = [task for task in self.tasks if task.id not in gone]
        self.state, self.urgent, self.closed = decision.state, decision.urgent, decision.closed
        if decision.event.kind not in ("signed", "finished"):
            self.done = []
            self.visited.append(decision.state)
        self.happened.append(Happening(happening.kind, self.now, happening.task, happening.way, decision.state))
        self.happened += [Happening("cancelled", self.now, task=task) for task in cancelled]
        for new in decision.opened:
            self._open(new)
        for call in decision.effects:
            self._cause(call, since=decision.counted_from or self.now)

    def _cause(self, call: EffectCall, *, since: datetime) -> None:
        if call.later is None:
            self.happened.append(Happening("effect", self.now, state=self.state, call=call))
            return
        at = timing.count(self.calendar, timing.measured(call.later), since).at
        self.planned.append(PlannedEffect(at, call, self.state, len(self.visited)))
        self.happened.append(Happening("planned", self.now, state=self.state, call=call, due_at=at))

    def _open(self, new: NewTask) -> None:
        kind = self.schema.task_type(new.key)
        task = RehearsedTask(f"{len(self.happened)}", kind, self.now, new.deadline, new.urgent, moves_at=new.moves_at)
        task.accepted = self.schema.relation(kind.relation).kind == "acceptor" and bool(self.accepted_by)
        self.tasks.append(task)
        self.happened.append(Happening("task", self.now, task=kind, due_at=new.due_at))


def begin(schema: WorkflowSchema, scenario: Scenario, *, calendar: WorkCalendar = timing.WEEK) -> Rehearsal:
    """The case as the scenario opens it, before its first step."""
    return Rehearsal(schema, scenario.answers, at=moment_of(scenario), calendar=calendar)


def moment_of(scenario: Scenario) -> datetime:
    at = scenario.at or datetime(*MONDAY)
    return at if timezone.is_aware(at) else timezone.make_aware(at)
