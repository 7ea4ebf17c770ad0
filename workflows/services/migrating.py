"""Running cases go over to a newer version of their workflow: looked at first, case by case, and back within a day.

Each case is done in a transaction of its own under its lock, and judged again there: what was different when somebody
looked at it is told of the case afterwards, and the case stays as it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import Draft
from portal.access.refusal import Refused
from portal.calendar.services import calendar_for
from portal.directory.models import Post, User
from portal.jobs.services import enqueue
from portal.locking import locked
from workflows import engine, events
from workflows.mapping import Counterparts, Held, Landing, land
from workflows.models import Case, CaseMove, CaseRest, EffectRun, Event, MovedCase, Task, TaskDeadline, WorkflowVersion
from workflows.models.moves import REVERSIBLE_FOR
from workflows.schema import TaskType
from workflows.services.applying import open_tasks, take_part
from workflows.services.cases import occasion_of
from workflows.services.clock import set_clock
from workflows.services.rounds import begin, follow_ladder, said
from workflows.services.snapshots import ENTRIES

MAY = "workflows.publish_workflow"
# Of OBSTACLES.
FAILED = "failed"
MOVE, MOVE_BACK = "workflows.move_cases", "workflows.move_cases_back"


@dataclass(frozen=True)
class Planned:
    case: Case
    landing: Landing


def running(source: WorkflowVersion) -> QuerySet[Case]:
    """The cases that would go over, in the order in which they do."""
    return Case.objects.filter(version=source, closed_at=None).order_by("pk")


def plan(
    source: WorkflowVersion, target: WorkflowVersion, counterparts: Counterparts, cases: Sequence[Case]
) -> list[Planned]:
    """What would become of these cases of the source now. The same queries for one as for a thousand."""
    held, waiting = _held(cases, source), _with_waiting_effects(cases)
    resting = set(CaseRest.objects.filter(case__in=[case.pk for case in cases]).values_list("pk", flat=True))

    def landing(case: Case) -> Landing:
        waits, rests = case.pk in waiting, case.pk in resting
        return _judged(case, source, target, counterparts, held[case.pk], waits=waits, rests=rests)

    return [Planned(case, landing(case)) for case in cases]


def ask_to_move(source: WorkflowVersion, target: WorkflowVersion, counterparts: Counterparts, *, by: User) -> CaseMove:
    """Have a job take all running cases of the source over. Raises Refused."""
    _demand(by)
    if source.workflow_id != target.workflow_id or source.number >= target.number:
        raise Refused("not_newer", _("Cases go over to a newer version of the same workflow."))
    with transaction.atomic():
        # One decision for a version at a time.
        WorkflowVersion.objects.select_for_update(of=("self",)).only("pk").get(pk=source.pk)
        if CaseMove.objects.filter(source=source, finished_at=None).exists():
            raise Refused("being_moved", _("The cases of this version are being taken over already."))
        move = CaseMove.objects.create(
            source=source,
            target=target,
            states=dict(counterparts.states),
            tasks=dict(counterparts.tasks),
            by=by,
            post=by.acting_post,
        )
        enqueue(MOVE, key=move.job_key, move=str(move.pk))
    return move


def ask_to_move_back(move: CaseMove, *, by: User) -> None:
    """Have a job take those back on which nothing has happened since. Raises Refused."""
    _demand(by)
    with transaction.atomic():
        move = CaseMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
        if not move.can_be_reversed:
            sentence = _("This can be taken back for %(hours)d hours, and once.")
            raise Refused("too_late", sentence % {"hours": REVERSIBLE_FOR // timedelta(hours=1)})
        move.reversal_by, move.reversal_post, move.reversal_asked_at = by, by.acting_post, timezone.now()
        move.save(update_fields=["reversal_by", "reversal_post", "reversal_asked_at"])
        enqueue(MOVE_BACK, key=move.reversal_key, move=str(move.pk))


def ask_again(move: CaseMove, *, by: User) -> None:
    """Have a job try those once more that an error kept from going, over or back. Raises Refused."""
    _demand(by)
    with transaction.atomic():
        move = CaseMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
        if not move.is_at_rest:
            raise Refused("being_moved", _("The cases of this version are being taken over already."))
        if move.reversal_asked_at is None:
            again = move.cases.filter(refused=FAILED).delete()[0]
            kind, finished = MOVE, "finished_at"
        else:
            again = move.cases.filter(stayed=FAILED).update(stayed="")
            kind, finished = MOVE_BACK, "reversal_finished_at"
        if again:
            key = f"{kind}:{move.pk}:again:{getattr(move, finished).isoformat()}"
            setattr(move, finished, None)
            move.save(update_fields=[finished])
            enqueue(kind, key=key, move=str(move.pk))


def still_to_move(move: CaseMove) -> QuerySet[Case]:
    return running(move.source).exclude(moves__move=move)


def still_to_move_back(move: CaseMove) -> QuerySet[MovedCase]:
    return move.cases.filter(refused="", reversed_at=None, stayed="").order_by("pk")


@transaction.atomic
def move_case(move: CaseMove, case_id: UUID) -> None:
    """Once, however often it is called. What cannot go is noted with the reason."""
    case = _locked(case_id)
    if case is None or move.cases.filter(case=case).exists():
        return
    counterparts = Counterparts(move.states, move.tasks)
    landing = plan(move.source, move.target, counterparts, [case])[0].landing
    moved = MovedCase(move=move, case=case, refused=landing.obstacle, state_before=case.state, at=timezone.now())
    if not landing.obstacle:
        _land(moved, landing, move.target, by=move.post, kind="migrated")
    moved.save(force_insert=True)


@transaction.atomic
def move_case_back(move: CaseMove, moved_id: int) -> None:
    """As it was before, if nobody has done anything on it since. Once, however often it is called."""
    case = _locked(MovedCase.objects.values_list("case", flat=True).get(pk=moved_id))
    moved = MovedCase.objects.get(pk=moved_id)
    if case is None or moved.reversed_at is not None or moved.stayed:
        return
    moved.case = case
    moved.stayed = _why_it_stays(case, moved, move)
    if not moved.stayed:
        _take_back(moved, move)
    moved.save()


def note_failure(move: CaseMove, case_id: UUID) -> None:
    """The case stays where it is."""
    state = Case.objects.values_list("state", flat=True).get(pk=case_id)
    known = {"refused": FAILED, "state_before": state, "at": timezone.now()}
    MovedCase.objects.get_or_create(move=move, case_id=case_id, defaults=known)


def note_failure_back(moved_id: int) -> None:
    MovedCase.objects.filter(pk=moved_id, reversed_at=None).update(stayed=FAILED)


def _demand(by: User) -> None:
    if not by.has_perm(MAY):
        raise Refused("not_yours_to_publish", _("Only people who may publish workflows can move running cases."))


def _locked(case_id: UUID) -> Case | None:
    return locked(Case.objects.select_related("version").filter(pk=case_id)).first()


def _judged(
    case: Case,
    source: WorkflowVersion,
    target: WorkflowVersion,
    counterparts: Counterparts,
    held: list[Held],
    *,
    waits: bool,
    rests: bool,
) -> Landing:
    if case.is_closed:
        return Landing("closed")
    if case.version_id != source.pk:
        return Landing("elsewhere")
    if waits:
        return Landing("effect_waits")
    if rests:
        return Landing("resting")
    return land(source.schema, target.schema, counterparts, case.state, held)


def _held(cases: Iterable[Case], source: WorkflowVersion) -> dict[UUID, list[Held]]:
    """What each is at: its open tasks, and those that were signed since it came to its state."""
    ids = [case.pk for case in cases]
    sections = {task.key for state in source.schema.states for task in state.tasks if task.section or state.join}
    wanted = Task.objects.filter(case__in=ids, state__in=(Task.State.OPEN, Task.State.DONE)).order_by("made_at", "pk")
    # What the level above sees to belongs to no version.
    wanted = wanted.filter(supervises=None)
    tasks = [task for task in wanted if task.state == Task.State.OPEN or task.key in sections]
    entered = dict(
        Event.objects.filter(case__in=ids, kind__in=ENTRIES).order_by().values_list("case").annotate(at=Max("at"))
    )
    begun = _begun(task for task in tasks if task.state == Task.State.OPEN)
    found: dict[UUID, list[Held]] = defaultdict(list)
    for task in tasks:
        is_open = task.state == Task.State.OPEN
        if is_open or task.made_at >= entered.get(task.case_id, task.made_at):
            found[task.case_id].append(Held(str(task.pk), task.key, is_open, str(task.pk) in begun))
    return found


def _begun(tasks: Iterable[Task]) -> set[str]:
    """The tasks whose form somebody has begun."""
    occasions = {occasion_of(task.pk): str(task.pk) for task in tasks}
    drafts = Draft.objects.open().filter(occasion__in=occasions).values_list("occasion", flat=True)
    return {occasions[occasion] for occasion in drafts}


def _with_waiting_effects(cases: Iterable[Case]) -> set[UUID]:
    ids = [case.pk for case in cases]
    waiting = EffectRun.objects.unsettled(timezone.now()).filter(case__in=ids)
    return set(waiting.values_list("case", flat=True))


def _land(moved: MovedCase, landing: Landing, version: WorkflowVersion, *, by: Post | None, kind: str) -> None:
    """Put the case there, open what is new there, and say so in its log."""
    case, now = moved.case, timezone.now()
    there = set(case.parties.values_list("pk", flat=True))
    tasks = {str(task.pk): task for task in case.tasks.filter(pk__in=[one.id for one, _task in landing.tasks])}
    moved.tasks_before = {key: {"key": task.key, "relation": task.relation} for key, task in tasks.items()}
    moved.state_after = landing.state
    was = {task.key: case.version.schema.task_type(task.key) for task in tasks.values()}
    _put(case, version, landing.state, kind, by=by, now=now)
    for one, new in landing.tasks:
        _rename(case, tasks[one.id], was[one.key], new, now=now)
    moved.opened = [str(task.pk) for task in open_tasks(case, landing.opens, now)]
    moved.joined = list(case.parties.exclude(pk__in=there).values_list("pk", flat=True))
    case.save(update_fields=["version", "state", "urgent", "chain_end"])
    moved.sequence = _last_sequence(case)


def _put(case: Case, version: WorkflowVersion, state: str, kind: str, *, by: Post | None, now: datetime) -> None:
    detail = {"from": str(case.version.number), "to": str(version.number), "state_before": case.state, "state": state}
    case.version, case.state = version, state
    events.append(case, kind, detail, post=by, at=now)


def _rename(case: Case, task: Task, was: TaskType, new: TaskType, *, now: datetime) -> None:
    """The task is what the other version calls it. Who has it keeps it, and its deadline; the ladder is the new one."""
    task.case = case
    task.key, task.relation = new.key, new.relation
    task.save(update_fields=["key", "relation"])
    if task.organisation is not None:
        take_part(case, task.organisation, new.relation)
    if task.state != Task.State.OPEN:
        return
    if was.deadline != new.deadline:
        _take_deadline(case, task, new, now=now)
    set_clock(case, task, now)


def _take_deadline(case: Case, task: Task, new: TaskType, *, now: datetime) -> None:
    row = TaskDeadline.objects.filter(task=task).first()
    if row is not None and (task.due_at or row.paused_at):
        follow_ladder(task, row, calendar_for(case.area_code), now)
    elif new.deadline is not None:
        row = row or TaskDeadline(task=task, round=0)
        first = engine.new_deadline(new.deadline, calendar_for(case.area_code), now, urgent=task.urgent)
        begin(case, task, row, first.counting, counted_from=now, now=now)
        detail = {"task": task.key, "task_id": str(task.pk), "due_at": said(task)}
        events.append(case, "deadline_began", detail, post=None, at=now)


def _why_it_stays(case: Case, moved: MovedCase, move: CaseMove) -> str:
    """A key of OBSTACLES, or nothing."""
    if case.is_closed:
        return "closed"
    if case.version_id != move.target_id:
        return "elsewhere"
    if CaseRest.objects.filter(case=case).exists():
        return "resting"
    since = events.done_since(case.pk, moved.sequence)
    touched = Task.objects.filter(pk__in=moved.opened).exclude(accepted_at=None)
    if since.exists() or touched.exists():
        return "went_on"
    if _begun_on_another_form(case, moved, move) or _begun(Task.objects.filter(pk__in=moved.opened)):
        return "other_form"
    return ""


def _begun_on_another_form(case: Case, moved: MovedCase, move: CaseMove) -> bool:
    begun = _begun(case.tasks.filter(pk__in=moved.tasks_before))
    old, new = move.source.schema, move.target.schema
    keys = {str(task.pk): task.key for task in case.tasks.filter(pk__in=begun)}
    return any(
        old.task_type(before["key"]).form != new.task_type(keys[task]).form
        for task, before in moved.tasks_before.items()
        if task in begun
    )


def _take_back(moved: MovedCase, move: CaseMove) -> None:
    case, now = moved.case, timezone.now()
    Task.objects.filter(pk__in=moved.opened).update(state=Task.State.CANCELLED, done_at=now)
    was = {str(task.pk): task for task in case.tasks.filter(pk__in=moved.tasks_before)}
    _put(case, move.source, moved.state_before, "migration_reversed", by=move.reversal_post, now=now)
    for key, before in moved.tasks_before.items():
        task = was[key]
        new = move.target.schema.task_type(task.key)
        old = move.source.schema.task_type(before["key"])
        _rename(case, task, new, old, now=now)
    # Who came in with the move has no part in the case any more.
    case.parties.filter(pk__in=moved.joined).delete()
    case.save(update_fields=["version", "state", "urgent", "chain_end"])
    moved.reversed_at = now


def _last_sequence(case: Case) -> int:
    found: dict[str, Any] = case.events.aggregate(last=Max("sequence"))
    return int(found["last"] or 0)
