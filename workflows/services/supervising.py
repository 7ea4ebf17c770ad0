"""The level above sees to it that late work is done: a task of its own in the case, beside those of the workflow."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.calendar.services import calendar_for
from portal.directory.models import Post
from portal.notices.services import notify
from workflows import engine, events, relations
from workflows.models import Case, Task, TaskDeadline
from workflows.policies import demand
from workflows.refusing import refusals_kept
from workflows.schema import SUPERVISION
from workflows.services.applying import apply, take_part
from workflows.services.cases import finish, in_stead_of, locked_task, must_be_open
from workflows.services.rounds import begin
from workflows.services.snapshots import snapshot_of
from workflows.services.telling import leaders_of


def supervise(case: Case, late: Task, *, now: datetime) -> Task | None:
    """Open it for whoever stands above; None where nobody does, or where it is open already.

    It ends by itself when the late task does. The caller has locked the case and saves it.
    """
    if late.organisation is None or late.supervisions.open().exists():
        return None
    upper = relations.above(case, late.organisation, case.version.schema.relation(late.relation))
    if upper is None:
        return None
    take_part(case, upper, SUPERVISION.relation)
    task = Task(case=case, key=SUPERVISION.key, relation=SUPERVISION.relation, organisation=upper, supervises=late)
    task.save(force_insert=True)
    _begin_deadline(case, task, now)
    detail = {"task": late.key, "task_id": str(late.pk), "organisation": str(upper.pk)}
    events.append(case, "supervision_opened", detail, post=None, at=now)
    path = reverse("desk:task", args=[task.pk])
    people = leaders_of(case, upper)
    notify(people, key=f"supervision:{task.pk}", template="supervise", words={"number": case.number}, path=path)
    return task


def finish_supervision(task: Task, *, by: Post) -> None:
    """Somebody has seen to it. The case stays where it is. Raises Refused, NotPossible."""
    with refusals_kept(task, by, "complete"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "complete", task)
        must_be_open(case, task)
        now = timezone.now()
        decision = engine.decide(case.version.schema, snapshot_of(case, now), engine.Finish(str(task.pk)))
        finish(task, by, None)
        apply(case, decision, by=by, now=now, detail=in_stead_of(absent))


def _begin_deadline(case: Case, task: Task, now: datetime) -> None:
    if SUPERVISION.deadline is None:
        return
    new = engine.new_deadline(SUPERVISION.deadline, calendar_for(case.area_code), now, urgent=False)
    begin(case, task, TaskDeadline(task=task, round=0), new.counting, counted_from=now, now=now)
