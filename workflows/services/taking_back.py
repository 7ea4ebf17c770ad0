"""The last step of a case taken back by who took it: withdrawing what nobody has looked at, and undoing a slip."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import Draft, Submission
from forms.services import begin_again, is_begun
from portal.calendar.services import calendar_for
from portal.directory.models import Post
from workflows import events
from workflows.acting import may_take_back
from workflows.engine import NotPossible
from workflows.models import Case, EffectRun, Event, ReporterMessage, Task, TaskDeadline
from workflows.purposes import purpose
from workflows.refusing import refusals_kept
from workflows.services import conflicts, planning
from workflows.services.cases import in_stead_of, must_not_rest, occasion_of
from workflows.services.casewide import demand_answer, locked_case
from workflows.services.rounds import follow_ladder, reopen
from workflows.services.signing import draft_of_sections

# What may be taken back whoever has seen it: a slip.
A_SLIP = timedelta(minutes=10)
# What stays within the portal. A notice says only that there is something, and the reporter reads the stage anew.
WITHIN = {"notify", "tell_reporter"}
SIGNATURES = {"signature"}


@dataclass(frozen=True)
class LastStep:
    """The step that somebody took last; `against` is why it is not taken back now."""

    event: Event
    against: NotPossible | None


def last_step(case: Case, post: Post, now: datetime) -> LastStep | None:
    """None when the post may not take it back, whatever has happened since."""
    event = _last_move(case)
    if event is None or not may_take_back(post, case, event).allowed:
        return None
    return LastStep(event, _against(case, event, post, now))


def take_back(case: Case, *, by: Post) -> Case:
    """The case is where it was, with the tasks that were open there; the log keeps both.

    Raises Refused, NotPossible (somebody has acted since, something went out, it is too long ago).
    """
    with refusals_kept(case, by, "take_back"), transaction.atomic():
        case, now = locked_case(case), timezone.now()
        event = _last_move(case)
        absent = demand_answer(may_take_back(by, case, event))
        if event is None:
            raise NotPossible("no_step", _("No step has been taken in this case yet."))
        if against := _against(case, event, by, now):
            raise against
        _undo(case, event, by=by, absent=absent, now=now)
    return case


def _last_move(case: Case) -> Event | None:
    return case.events.filter(kind="moved").order_by("-sequence").first()


def _against(case: Case, event: Event, post: Post, now: datetime) -> NotPossible | None:
    if events.done_since(case.pk, event.sequence).exists():
        return NotPossible("went_on", _("Something has been done since."))
    return _went_out(case, event, now) or _has_somebody(case, event, post, now) or _rests(case)


def _rests(case: Case) -> NotPossible | None:
    try:
        must_not_rest(case)
    except NotPossible as refusal:
        return refusal
    return NotPossible("merged", _("This case is part of another one now.")) if hasattr(case, "merge") else None


def _went_out(case: Case, event: Event, now: datetime) -> NotPossible | None:
    """What others have by now cannot be called back."""
    # What is planned for later has not gone out yet.
    runs = EffectRun.objects.filter(case=case, event_sequence=event.sequence, skipped="").exclude(planned_for__gt=now)
    if runs.exclude(type__in=WITHIN).exists():
        return NotPossible("went_out", _("A document, a page or a message to another system came of it."))
    if case.version.schema.state(event.detail["from"]).join:
        return NotPossible("together", _("Several offices took this step together."))
    task = Task.objects.filter(pk=event.detail.get("task_id")).first() if event.detail.get("task_id") else None
    submission = task.submission if task else None
    if task and case.version.schema.task_type(task.key).section:
        return NotPossible("together", _("Several offices took this step together."))
    return _is_final(submission) if submission else None


def _is_final(submission: Submission) -> NotPossible | None:
    schema = submission.version.schema
    if any(getattr(field, "type", "") in SIGNATURES for field in schema.fields()):
        return NotPossible("signed", _("What was handed in is signed."))
    if submission.record_entries.exists():
        return NotPossible("on_record", _("What was handed in stands in a register."))
    return None


def _has_somebody(case: Case, event: Event, post: Post, now: datetime) -> NotPossible | None:
    hats = {hat.pk for hat in post.hats()}
    opened = [task for task in case.tasks.open() if task.made_at >= event.at and task.supervises_id is None]
    if any(task.assignee_id not in {None, *hats} for task in opened) or _is_begun(opened, event, hats):
        return NotPossible("accepted", _("Somebody has begun with what comes next."))
    waits = bool(opened) and all(task.assignee_id is None for task in opened)
    if now - event.at > A_SLIP and not waits:
        sentence = _("A step is taken back within %(minutes)d minutes, or while nobody has accepted it.")
        return NotPossible("too_late", sentence % {"minutes": A_SLIP // timedelta(minutes=1)})
    return None


def _is_begun(opened: Collection[Task], event: Event, hats: Collection[int]) -> bool:
    """Whether somebody else writes in the form of a task that came of the step, alone or with other offices."""
    own = Draft.objects.open().filter(occasion__in=[occasion_of(task.pk) for task in opened]).exclude(post__in=hats)
    if own.exists():
        return True
    return any(_is_in_a_section(task, event, hats) for task in opened if task.assignee_id not in hats)


def _is_in_a_section(task: Task, event: Event, hats: Collection[int]) -> bool:
    """A draft that offices share does not say who wrote, but who had it open and in which section something stands."""
    draft = draft_of_sections(task) if task.type.section else None
    if draft is None:
        return False
    if draft.presences.filter(seen_at__gte=event.at).exclude(post__in=hats).exists():
        return True
    return draft.changed_at >= event.at and is_begun(draft, task.type.section)


def _undo(case: Case, event: Event, *, by: Post, absent: Post | None, now: datetime) -> None:
    left = case.state
    case.tasks.open().filter(made_at__gte=event.at).update(state=Task.State.CANCELLED, done_at=now)
    case.parties.filter(since__gte=event.at).delete()
    _silence(case, event, now)
    if case.is_closed:
        case.closed_at = None
        case.parties.update(is_open=True)
    case.state = event.detail["from"]
    if case.current_state.kind == "end":
        case.closed_at = _entered(case, event).at
        case.parties.update(is_open=False)
    detail = {"transition": event.detail["transition"], "from": left, "state": case.state}
    detail |= {"sequence": str(event.sequence)} | _withdrawn(case, event)
    detail |= in_stead_of(absent)
    events.append(case, "taken_back", detail, post=by, at=now)
    for task in case.tasks.filter(state=Task.State.CANCELLED, done_at=event.at, supervises=None):
        reopen(case, task, now=now)
        _see_to_it_again(case, task, {event.at}, task, now)
    if key := event.detail.get("task_id"):
        done = case.tasks.get(pk=key)
        ended = {event.at, done.done_at or event.at}
        _see_to_it_again(case, done, ended, _do_again(case, done, by, now), now)
    planning.bring_back(case, EffectRun.Skipped.MOVED, since=event.at)
    # Somebody may have been shut out since.
    conflicts.out_of_wrong_hands(case, now)
    case.save(update_fields=["state", "closed_at", "chain_end"])


def _withdrawn(case: Case, event: Event) -> dict[str, str]:
    """What was handed in with the step stays in the case and counts for nothing; said in the log."""
    paper = event.detail.get("submission", "")
    case.case_submissions.filter(submission=paper or None).update(withdrawn=True)
    return {"withdrawn": paper} if paper else {}


def _go_on_writing(task: Task, submission: Submission, *, by: Post) -> None:
    """Whoever has the task again finds in its form what was handed in."""
    if task.assignee is not None and not submission.is_erased:
        what_for = purpose(task.case, by=by, task=task)
        occasion = occasion_of(task.pk)
        begin_again(submission, occasion=occasion, post=task.assignee, by=by, purpose=what_for)


def _entered(case: Case, left: Event) -> Event:
    """The event that brought the case into the state that `left` led out of."""
    before = case.events.filter(sequence__lt=left.sequence, detail__state=left.detail["from"])
    return before.exclude(kind="taken_back").order_by("-sequence").first() or left


def _silence(case: Case, event: Event, now: datetime) -> None:
    """What has not been told yet is not told any more, and the reporter reads the stage before it again."""
    runs = EffectRun.objects.filter(case=case, event_sequence=event.sequence)
    runs.filter(done_at=None).update(done_at=now, skipped=EffectRun.Skipped.TAKEN_BACK)
    ReporterMessage.objects.filter(case=case, key__in=[f"{event.sequence}.{run.position}" for run in runs]).delete()


def _see_to_it_again(case: Case, task: Task, ended: set[datetime], again: Task, now: datetime) -> None:
    """The supervision that ended with the task goes on, over the one that is there in its place."""
    last = task.supervisions.filter(state=Task.State.CANCELLED, done_at__in=ended).order_by("-made_at").first()
    if last is not None:
        last.supervises = again
        last.save(update_fields=["supervises"])
        reopen(case, last, now=now)


def _do_again(case: Case, done: Task, by: Post, now: datetime) -> Task:
    """What was handed in stays there: then the task is there anew, with the time it had and all that was written. The
    old one counts as done nowhere.
    """
    if done.submission is None:
        reopen(case, done, now=now)
        return done
    done.state = Task.State.CANCELLED
    done.save(update_fields=["state"])
    row = TaskDeadline.objects.filter(task=done).first()
    task = Task(case=case, key=done.key, relation=done.relation, organisation=done.organisation)
    task.assignee, task.accepted_at, task.due_at = done.assignee, done.accepted_at, done.due_at
    task.urgent, task.signal = done.urgent, done.signal
    task.save(force_insert=True)
    if row is not None:
        row.pk, row.task, row._state.adding = task.pk, task, True
        row.save(force_insert=True)
        follow_ladder(task, row, calendar_for(case.area_code), now)
    _go_on_writing(task, done.submission, by=by)
    return task
