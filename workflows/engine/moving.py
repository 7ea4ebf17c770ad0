"""From one state to the next: what each action comes to, by the rules of the definition."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from operator import itemgetter

from django.utils.translation import gettext_lazy as _

from portal.calendar.reckoning import WorkCalendar
from portal.words import both
from workflows import guards, timing
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
from workflows.schema import FINISH, Deadline, EffectCall, Join, State, TaskType, Transition, WorkflowSchema


def decide(schema: WorkflowSchema, snapshot: Snapshot, action: Action) -> Decision:
    """What the action leads to. Raises NotPossible."""
    match action:
        case Open():
            return _open(schema, snapshot)
        case Accept(task):
            return _accept(schema, snapshot, task)
        case Complete():
            return _complete(schema, snapshot, action)
        case Sign(task):
            return _beside(schema, snapshot, task, "signed")
        case Finish(task):
            return _beside(schema, snapshot, task, "finished")
        case Strike():
            return _strike(schema, snapshot, action)
        case Take():
            return _take(schema, snapshot, action)


def obstacle(schema: WorkflowSchema, snapshot: Snapshot, way: Transition) -> NotPossible | None:
    """Why the transition cannot be taken with the answers there are; None when it can."""
    if way.guard is None:
        return None
    try:
        holds = guards.holds(way.guard, snapshot.answers, snapshot.now)
    except guards.Undecidable:
        return NotPossible("guard_undecidable", _("The condition of this step could not be worked out."))
    return None if holds else NotPossible("guard", _("The answers so far do not allow this step."))


def next_stroke(
    schema: WorkflowSchema, snapshot: Snapshot, task: str, *, after: datetime | None = None
) -> datetime | None:
    """The first moment at which the clock may take a transition of the task of that key; `after` one that has passed.

    A clock that cannot be worked out, because what it asks for was not answered, never strikes.
    """
    strokes = [at for at, _way in _strokes(schema, snapshot, task) if after is None or at > after]
    return min(strokes, default=None)


def _strokes(schema: WorkflowSchema, snapshot: Snapshot, task: str) -> list[tuple[datetime, Transition]]:
    """The earliest first; of two at the same moment the first in the definition."""
    found = []
    for way in schema.ways_of_clock(snapshot.state, task):
        with suppress(guards.Undecidable):
            at = guards.moment(way.clock, snapshot.answers, snapshot.now) if way.clock else None
            found += [(at, way)] if at else []
    return sorted(found, key=itemgetter(0))


def ways_to_finish(state: State, task: TaskType, ways: list[Transition]) -> list[Transition]:
    """What somebody may choose who finishes the task: its transitions, and to finish it beside the others."""
    return [*ways, _finishing(state, task)] if state.finishes_beside(task) else ways


def _finishing(state: State, task: TaskType) -> Transition:
    """As if it were a transition."""
    title = both("完成任务", "Finish the task") if task.optional else both("完成本单位的部分", "Finish your part")
    # No key of a definition looks like this, so it is not checked as one.
    return Transition.model_construct(key=FINISH, title=title, source=state.key, target=state.key, task="")


def _open(schema: WorkflowSchema, snapshot: Snapshot) -> Decision:
    if snapshot.state:
        raise NotPossible("already_open", _("This case is already open."))
    event = NewEvent("opened", {"state": schema.start.key})
    return _enter(schema, snapshot, schema.start, event, schema.opening_effects)


def _accept(schema: WorkflowSchema, snapshot: Snapshot, task_id: str) -> Decision:
    task = _open_task(schema, snapshot, task_id)
    if task.accepted:
        raise NotPossible("already_accepted", _("Somebody has already accepted this task."))
    event = NewEvent("accepted", {"task": task.key, "task_id": task.id})
    return Decision(snapshot.state, closed=False, urgent=snapshot.urgent, event=event, accepted=task.id)


def _beside(schema: WorkflowSchema, snapshot: Snapshot, task_id: str, kind: str) -> Decision:
    """The task is done and the case stays where it is."""
    task = _open_task(schema, snapshot, task_id)
    event = NewEvent(kind, {"task": task.key, "task_id": task.id})
    return Decision(snapshot.state, closed=False, urgent=snapshot.urgent, event=event, completed=task.id)


def _strike(schema: WorkflowSchema, snapshot: Snapshot, action: Strike) -> Decision:
    """As if it had been looked at just when the moment came, however late that is noticed."""
    task = _open_task(schema, snapshot, action.task)
    for at, way in _strokes(schema, snapshot, task.key):
        then = replace(snapshot, now=max(at, action.since or at))
        if then.now <= snapshot.now and obstacle(schema, then, way) is None:
            others = tuple(other.id for other in snapshot.tasks)
            return replace(_moved(schema, then, way, task), cancelled=others, counted_from=then.now)
    raise NotPossible("not_yet", _("Its time has not come."))


def _take(schema: WorkflowSchema, snapshot: Snapshot, action: Take) -> Decision:
    way = next((way for way in schema.ways_beside(snapshot.state) if way.key == action.transition), None)
    if way is None:
        raise NotPossible("no_such_step", _("This step is not possible from here."))
    if way.reasons and way.reason(action.reason) is None:
        raise NotPossible("reason_missing", _("Choose why."))
    if refusal := obstacle(schema, snapshot, way):
        raise refusal
    detail = {"transition": way.key, "from": snapshot.state, "state": way.target, "reason": action.reason}
    event = NewEvent("moved", detail if way.reasons else {name: detail[name] for name in detail if name != "reason"})
    entered = _enter(schema, snapshot, schema.state(way.target), event, way.effects)
    return replace(entered, cancelled=tuple(task.id for task in snapshot.tasks))


def _complete(schema: WorkflowSchema, snapshot: Snapshot, action: Complete) -> Decision:
    task = _open_task(schema, snapshot, action.task)
    if schema.task_type(task.key).form and not action.has_form:
        raise NotPossible("form_missing", _("Fill in the form of this task first."))
    if action.transition == FINISH:
        return _finish_part(schema, snapshot, task)
    way = _way(schema, snapshot.state, task.key, action.transition)
    if refusal := obstacle(schema, snapshot, way):
        raise refusal
    return _completed(schema, snapshot, way, task)


def _finish_part(schema: WorkflowSchema, snapshot: Snapshot, task: OpenTask) -> Decision:
    """The task is done; when that decides what the tasks of the state come to, the case moves on."""
    state = schema.state(snapshot.state)
    if schema.task_type(task.key).optional:
        return _beside(schema, snapshot, task.id, "finished")
    keys = {one.key for one in state.needed}
    if state.join is None or task.key not in keys:
        raise NotPossible("no_such_step", _("This step is not possible from here."))
    own = DonePart(task.key, snapshot.answers.get(schema.task_type(task.key).form, {}))
    votes = [_is_in_favour(schema, state.join, snapshot, part) for part in (*snapshot.done, own)]
    unasked = _unasked(schema, snapshot, task)
    gone = {task.id, *unasked}
    waiting = [other for other in snapshot.tasks if other.key in keys and other.id not in gone]
    outcome = state.join.outcome(votes, len(votes) + len(waiting))
    if outcome is None:
        return replace(_beside(schema, snapshot, task.id, "finished"), cancelled=unasked)
    ways = schema.joined_ways(state.key, missed=not outcome)
    way = next((way for way in ways if obstacle(schema, snapshot, way) is None), None)
    if way is None:
        raise NotPossible("join_stuck", _("The answers so far allow no step from here."))
    return _completed(schema, snapshot, way, task)


def _unasked(schema: WorkflowSchema, snapshot: Snapshot, task: OpenTask) -> tuple[str, ...]:
    """The open tasks for sections of the form that is handed in with this one: after the answers nothing is asked
    there, so their offices have nothing to sign."""
    kind = schema.task_type(task.key)
    others = [other for other in snapshot.tasks if other.id != task.id] if kind.section else []
    types = {other.id: schema.task_type(other.key) for other in others}
    return tuple(key for key, other in types.items() if other.section and other.form == kind.form)


def _is_in_favour(schema: WorkflowSchema, join: Join, snapshot: Snapshot, part: DonePart) -> bool:
    """What cannot be worked out is not in favour."""
    if join.favour is None:
        return True
    answers = {**snapshot.answers, schema.task_type(part.key).form: part.answers}
    try:
        return guards.holds(join.favour, answers, snapshot.now)
    except guards.Undecidable:
        return False


def _open_task(schema: WorkflowSchema, snapshot: Snapshot, task_id: str) -> OpenTask:
    if schema.state(snapshot.state).kind == "end":
        raise NotPossible("closed", _("This case is closed."))
    for task in snapshot.tasks:
        if task.id == task_id:
            return task
    raise NotPossible("task_not_open", _("This task is no longer open."))


def _way(schema: WorkflowSchema, state: str, task: str, key: str) -> Transition:
    for way in schema.ways_of_people(state, task):
        if way.key == key:
            return way
    raise NotPossible("no_such_step", _("This step is not possible from here."))


def _completed(schema: WorkflowSchema, snapshot: Snapshot, way: Transition, task: OpenTask) -> Decision:
    """The case moves on because the task is done; what else is open is not waited for."""
    others = tuple(other.id for other in snapshot.tasks if other.id != task.id)
    return replace(_moved(schema, snapshot, way, task), completed=task.id, cancelled=others)


def _moved(schema: WorkflowSchema, snapshot: Snapshot, way: Transition, task: OpenTask) -> Decision:
    detail = {"transition": way.key, "from": way.source, "state": way.target, "task": task.key, "task_id": task.id}
    return _enter(schema, snapshot, schema.state(way.target), NewEvent("moved", detail), way.effects)


def _enter(
    schema: WorkflowSchema, snapshot: Snapshot, state: State, event: NewEvent, effects: tuple[EffectCall, ...]
) -> Decision:
    there = replace(snapshot, state=state.key)
    opened = tuple(new_task(schema, task, there) for task in state.tasks)
    return Decision(
        state.key,
        closed=state.kind == "end",
        urgent=snapshot.urgent or any(task.urgent for task in opened),
        event=event,
        opened=opened,
        effects=effects,
    )


def new_task(schema: WorkflowSchema, task: TaskType, snapshot: Snapshot) -> NewTask:
    """The task as it opens now, in the state of the snapshot."""
    moves_at = next_stroke(schema, snapshot, task.key)
    if task.deadline is None:
        return NewTask(task.key, task.relation, deadline=None, urgent=False, moves_at=moves_at)
    urgent = _is_urgent(task, snapshot)
    deadline = new_deadline(task.deadline, snapshot.calendar, snapshot.now, urgent=urgent)
    return NewTask(task.key, task.relation, deadline, urgent, moves_at)


def new_deadline(deadline: Deadline, calendar: WorkCalendar, now: datetime, *, urgent: bool) -> NewDeadline:
    """The deadline of somebody who gets the task now."""
    counting = timing.counting(deadline, urgent=urgent)
    due = timing.count(calendar, counting, now)
    ladder = timing.ladder_of(deadline, urgent=urgent)
    planned = timing.plan(calendar, counting.measure, ladder, began=now, due=due.at)
    return NewDeadline(due.at, counting, bool(due.unknown_years), planned[0].at if planned else None)


def _is_urgent(task: TaskType, snapshot: Snapshot) -> bool:
    if task.deadline is None or task.deadline.urgent_when is None:
        return False
    try:
        return guards.holds(task.deadline.urgent_when, snapshot.answers, snapshot.now)
    except guards.Undecidable:
        # A rule that fails must never let a child in danger wait.
        return True
