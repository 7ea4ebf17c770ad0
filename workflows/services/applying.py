"""Writing down what the engine decided: tasks, parties, the event, the effects, and the case itself."""

from datetime import datetime, timedelta
from functools import partial

from portal.directory.models import Organisation, Post
from portal.jobs.services import enqueue_all, planned
from workflows import engine, events, relations, timing
from workflows.effects import registry as effects
from workflows.effects.pieces import KIND
from workflows.engine import Decision, NewTask
from workflows.models import Case, CaseParty, EffectRun, Event, Task, TaskDeadline
from workflows.schema import EffectCall, Relation, TaskType, WorkflowSchema
from workflows.services.snapshots import calendar_of, snapshot_of
from workflows.services.vacancies import whoever_can
from workflows.timing import Counting

# Of a task that has no deadline, and that the clock moves on.
NOTHING_COUNTED = Counting("clock", timedelta())


def apply(
    case: Case, decision: Decision, *, by: Post | None, now: datetime, detail: dict[str, str] | None = None
) -> Event:
    """Write the decision and save the case. `detail` is added to the event: keys and ids only."""
    if decision.cancelled:
        case.tasks.filter(pk__in=decision.cancelled).update(state=Task.State.CANCELLED, done_at=now)
    was_closed = case.is_closed
    case.state, case.urgent = decision.state, decision.urgent
    case.closed_at = now if decision.closed else None
    event = events.append(case, decision.event.kind, {**decision.event.detail, **(detail or {})}, post=by, at=now)
    parties = _Parties(case)
    for new in decision.opened:
        _open_task(parties, new, now, counted_from=decision.counted_from)
    _make_runs(parties, event, decision.effects, since=decision.counted_from or now)
    parties.save()
    if decision.closed != was_closed:
        case.parties.update(is_open=not decision.closed)
    case.save(update_fields=["state", "urgent", "closed_at", "chain_end"])
    return event


def take_part(case: Case, organisation: Organisation, relation: str) -> None:
    """Once however often."""
    _take_part([CaseParty.joining(case, organisation, relation)])


def open_tasks(case: Case, types: tuple[TaskType, ...], now: datetime) -> list[Task]:
    """Open these of the state that the case is in. The caller has locked the case and saves it."""
    parties = _Parties(case)
    schema, snapshot = case.version.schema, snapshot_of(case, now)
    opened = [_open_task(parties, engine.new_task(schema, each, snapshot), now) for each in types]
    parties.save()
    case.urgent = case.urgent or any(task.urgent for task in opened)
    return opened


class _Parties:
    """Who a decision brings into the case: each relation is asked once, and all are written at once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._found: dict[str, relations.Found] = {}
        self._joining: dict[tuple[str, int], Organisation] = {}

    def find(self, key: str) -> relations.Found:
        if key not in self._found:
            self._found[key] = relations.registry.resolve(self.case, self.case.version.schema.relation(key))
        return self._found[key]

    def join(self, key: str) -> None:
        if organisation := self.find(key).organisation:
            self.joins(key, organisation)

    def joins(self, key: str, organisation: Organisation) -> None:
        self._joining[key, organisation.pk] = organisation

    def save(self) -> None:
        _take_part([CaseParty.joining(self.case, who, key) for (key, _pk), who in self._joining.items()])


def _take_part(parties: list[CaseParty]) -> None:
    CaseParty.objects.bulk_create(parties, ignore_conflicts=True)


def _open_task(parties: _Parties, new: NewTask, now: datetime, *, counted_from: datetime | None = None) -> Task:
    case = parties.case
    found = parties.find(new.relation)
    organisation = whoever_can(case, case.version.schema.task_type(new.key), found.organisation)
    task = Task(case=case, key=new.key, relation=new.relation, organisation=organisation, due_at=new.due_at)
    task.urgent = new.urgent
    kind = case.version.schema.relation(new.relation).kind
    if kind == "acceptor" and found.post is not None and task.type.is_for(found.post.role):
        task.assignee, task.accepted_at = found.post, now
    task.save(force_insert=True)
    if new.deadline or new.moves_at:
        _deadline(task, new, counted_from or now).save(force_insert=True)
    if organisation is None:
        events.append(case, "unanswered", {"relation": new.relation, "task": new.key}, post=None, at=now)
        return task
    if found.organisation is not None and organisation != found.organisation:
        detail = {"task": new.key, "relation": new.relation, "organisation": str(organisation.pk), "reason": "vacant"}
        events.append(case, "routed", detail, post=None, at=now)
    parties.joins(new.relation, organisation)
    return task


def _deadline(task: Task, new: NewTask, now: datetime) -> TaskDeadline:
    row = TaskDeadline(task=task, moves_at=new.moves_at, counted_from=now, began_at=now)
    row.measure, row.amount = new.deadline.counting if new.deadline else NOTHING_COUNTED
    row.unsure = bool(new.deadline and new.deadline.unsure)
    row.wake(new.deadline.next_at if new.deadline else None)
    return row


def _make_runs(parties: _Parties, event: Event, calls: tuple[EffectCall, ...], *, since: datetime) -> None:
    case, runs = parties.case, []
    for position, call in enumerate(calls):
        run = EffectRun(case=case, event_sequence=event.sequence, position=position, type=call.type)
        run.settings = call.settings
        if call.later:
            run.planned_for = timing.count(calendar_of(case), timing.measured(call.later), since).at
            run.unless_moved = call.later.unless_moved
        else:
            for relation in _told_by(run):
                parties.join(relation.key)
        runs.append(run)
    EffectRun.objects.bulk_create(runs)
    enqueue_all(planned(KIND, key=run.job_key, run_after=run.planned_for, effect_run=run.pk) for run in runs)


def let_in(run: EffectRun) -> None:
    """Who is told by an effect that was planned becomes part of the case when they are told, and not before.

    The caller has locked the case, which is read afresh.
    """
    run.case = Case.objects.select_related("version").get(pk=run.case_id)
    found = {relation.key: relations.registry.resolve(run.case, relation) for relation in _told_by(run)}
    joining = [CaseParty.joining(run.case, one.organisation, key) for key, one in found.items() if one.organisation]
    _take_part(joining)


def _told_by(run: EffectRun) -> list[Relation]:
    """Who is told of a case becomes part of it, except the filer: that would show who reported."""
    keys = effects[run.type].relations(run.settings)
    told = [run.case.find(partial(WorkflowSchema.relation, key=key)) for key in keys]
    return [relation for relation in told if relation.kind != "filer"]
