"""Writing down what the engine decided: tasks, parties, the event, the effects, and the case itself."""

from datetime import datetime
from typing import Any

from portal.directory.models import Organisation, Post
from portal.jobs.services import enqueue
from workflows import events, relations
from workflows.effects import registry as effects
from workflows.engine import Decision, NewTask, OpenTask, Snapshot
from workflows.models import Case, CaseParty, EffectRun, Event, Task
from workflows.schema import EffectCall


def snapshot_of(case: Case, now: datetime) -> Snapshot:
    """The case as the engine sees it; the caller has locked the case's row."""
    tasks = tuple(OpenTask(str(task.pk), task.key, task.accepted_at is not None) for task in case.tasks.open())
    return Snapshot(case.state, tasks, clear_answers(case), now, case.urgent)


def clear_answers(case: Case) -> dict[str, dict[str, Any]]:
    """Open and countable answers by form key, the newest of each form; "answers" are those that opened the case."""
    found: dict[str, dict[str, Any]] = {}
    members = case.case_submissions.select_related("submission__version__form").order_by("pk")
    # What an editor works on and what is published from it are long; only the key is needed.
    light = members.defer("submission__version__definition", "submission__version__form__steps")
    for position, member in enumerate(light):
        if position == 0:
            found["answers"] = member.submission.open_answers
        found[member.submission.version.form.key] = member.submission.open_answers
    return found


def apply(
    case: Case, decision: Decision, *, by: Post | None, now: datetime, detail: dict[str, str] | None = None
) -> Event:
    """Write the decision and save the case. `detail` is added to the event: keys and ids only."""
    case.tasks.filter(pk__in=decision.cancelled).update(state=Task.State.CANCELLED, done_at=now)
    case.state, case.urgent = decision.state, decision.urgent
    case.closed_at = now if decision.closed else None
    event = events.append(case, decision.event.kind, {**decision.event.detail, **(detail or {})}, post=by, at=now)
    for new in decision.opened:
        _open_task(case, new, now)
    _make_runs(case, event, decision.effects)
    case.save()
    return event


def take_part(case: Case, organisation: Organisation, relation: str) -> None:
    """Once however often; one query, because a report that is handed in waits for it."""
    party = CaseParty(case=case, organisation=organisation, relation=relation)
    CaseParty.objects.bulk_create([party], ignore_conflicts=True)


def _open_task(case: Case, new: NewTask, now: datetime) -> None:
    relation = case.version.schema.relation(new.relation)
    found = relations.registry.resolve(case, relation)
    task = Task(case=case, key=new.key, relation=new.relation, organisation=found.organisation, due_at=new.due_at)
    task.urgent = new.urgent
    if relation.kind == "acceptor" and found.post is not None:
        task.assignee, task.accepted_at = found.post, now
    task.save(force_insert=True)
    if found.organisation is not None:
        take_part(case, found.organisation, new.relation)
    else:
        events.append(case, "unanswered", {"relation": new.relation, "task": new.key}, post=None, at=now)


def _make_runs(case: Case, event: Event, calls: tuple[EffectCall, ...]) -> None:
    for position, call in enumerate(calls):
        effect = effects[call.type]
        for key in effect.relations(call.settings):
            _join(case, key)
        run = EffectRun.objects.create(
            case=case, event_sequence=event.sequence, position=position, type=call.type, settings=call.settings
        )
        enqueue("workflows.effect", key=run.job_key, effect_run=run.pk)


def _join(case: Case, key: str) -> None:
    """Who is told of a case becomes part of it, except the filer: that would show who reported."""
    relation = case.version.schema.relation(key)
    if relation.kind == "filer":
        return
    if organisation := relations.registry.resolve(case, relation).organisation:
        take_part(case, organisation, key)
