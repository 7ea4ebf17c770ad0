"""Opening cases and working on their tasks. Each write locks the case, asks policy and engine, and commits at once."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from forms.models import Draft, Form, Submission
from forms.services import submit
from portal.access.refusal import Refused
from portal.directory.models import Organisation, Post
from portal.locking import locked
from portal.pagecache import remembered
from portal.words import spoken
from workflows import engine, events
from workflows.engine import NotPossible
from workflows.models import Case, CaseExclusion, CaseSubmission, Task, WorkflowVersion
from workflows.policies import demand, somebody_can
from workflows.refusing import refusals_kept
from workflows.services import conflicts
from workflows.services.applying import apply, take_part
from workflows.services.rounds import restart
from workflows.services.snapshots import context_of, first_snapshot, snapshot_of


def case_to_open(submission: Submission) -> Case | None:
    """The case as it would be opened, without its number and not written, with who answers at its place looked up."""
    version = version_opened_by(submission)
    if version is None:
        return None
    case = Case(version=version, area_code=submission.area_code)
    _ = case.answering
    return case


@transaction.atomic(savepoint=False)
def open_case(submission: Submission, *, is_new: bool = False, shut_out: Iterable[CaseExclusion] = ()) -> Case | None:
    """Open a case on the published workflow that this form opens; None when there is no such workflow.

    A second call for the same submission gives the case of the first. `is_new`: the submission is of this very
    transaction, so nobody can have opened its case. `shut_out` are the exclusions of the case that it comes from.
    """
    if not is_new and (member := CaseSubmission.objects.filter(submission=submission).select_related("case").first()):
        return member.case
    case: Case | None = submission.looked_up or case_to_open(submission)
    submission.looked_up = None
    if case is None:
        return None
    now, version = timezone.now(), case.version
    case.number = submission.number
    case.save(force_insert=True)
    CaseSubmission.objects.create(case=case, submission=submission)
    # Nobody else is kept out of a case that is new.
    case.shut_out_organisations = set()
    named = conflicts.copy_exclusions(shut_out, case)
    named += conflicts.shut_out(case, conflicts.organisations_named(submission))
    decision = engine.decide(version.schema, first_snapshot(case, submission, now), engine.Open())
    apply(case, decision, by=submission.post, now=now, detail={"submission": str(submission.pk)})
    conflicts.pass_up(case, named, by=None, at=now)
    return case


def accept_task(task: Task, *, by: Post) -> Task:
    """Take a task in hand. Raises Refused, NotPossible (somebody was quicker, the case moved on)."""
    with refusals_kept(task, by, "accept"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "accept", task)
        must_be_open(case, task)
        if task.assignee is not None:
            if task.assignee in by.hats():
                return task
            sentence = _("%(who)s has already accepted this task.") % {"who": task.assignee.user}
            raise NotPossible("already_accepted", sentence)
        now = timezone.now()
        decision = engine.decide(case.version.schema, snapshot_of(case, now), engine.Accept(str(task.pk)))
        _take(task, absent or by)
        apply(case, decision, by=by, now=now, detail=in_stead_of(absent))
    return task


def complete_task(
    task: Task, transition_key: str, *, by: Post, draft: Draft | None = None, idempotency_key: str | None = None
) -> Case:
    """Finish a task by one of its transitions; its form, when it has one, is handed in with it from `draft`.

    All or nothing. A repeated call with a draft that went through gives its case. Raises Refused, NotPossible, and
    what forms.services.submit raises.
    """
    key = idempotency_key or f"task:{task.pk}"
    with refusals_kept(task, by, "complete"), transaction.atomic():
        case, task = locked_for(task, draft)
        # Whose task it is at all, before saying anything of it; who may finish it, only while it can be finished.
        demand(by, "accept", task)
        if draft is not None and _was_handed_in(task, draft):
            return case
        must_be_open(case, task)
        absent = demand(by, "complete", task)
        if task.type.section:
            raise NotPossible("to_be_signed", _("Sign your part; that finishes the task."))
        finish_with_form(case, task, transition_key, draft, by=by, absent=absent, key=key)
    return case


def finish_with_form(
    case: Case, task: Task, transition_key: str, draft: Draft | None, *, by: Post, absent: Post | None, key: str
) -> None:
    """Hand in the form, if there is one, and go on. The caller has locked the case and asked the policy."""
    submission = _hand_in(case, task, draft, by=by, key=key)
    now = timezone.now()
    action = engine.Complete(str(task.pk), transition_key, has_form=submission is not None)
    decision = engine.decide(case.version.schema, snapshot_of(case, now), action)
    finish(task, by, submission)
    named = conflicts.shut_out(case, conflicts.organisations_named(submission), by=by) if submission else []
    handed_in = {"submission": str(submission.pk)} if submission else {}
    apply(case, decision, by=by, now=now, detail=handed_in | in_stead_of(absent))
    conflicts.pass_up(case, named, by=by, at=now)


def route_task(task: Task, organisation: Organisation, *, by: Post) -> Task:
    """Give a task that nobody answers for to an organisation. Raises Refused, NotPossible."""
    with refusals_kept(task, by, "route"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "route", task)
        must_be_open(case, task)
        if organisation.pk in case.shut_out_organisations:
            raise NotPossible("shut_out", _("%(who)s is shut out of this case.") % {"who": organisation})
        if not somebody_can(case, task.type, organisation):
            sentence = _("Nobody at %(who)s has the post that this asks for. Choose another office.")
            raise NotPossible("vacant", sentence % {"who": organisation})
        task.organisation = organisation
        task.save(update_fields=["organisation"])
        take_part(case, organisation, task.relation)
        detail = {"task": task.key, "relation": task.relation, "organisation": str(organisation.pk)}
        now = timezone.now()
        events.append(case, "routed", detail | in_stead_of(absent), post=by, at=now)
        restart(case, task, by=by, now=now)
        case.save(update_fields=["chain_end"])
    return task


def version_opened_by(submission: Submission) -> WorkflowVersion | None:
    """The current version of the workflow that this form opens. Publishing, of forms or workflows, purges it."""
    form = submission.version.form_id
    found: list[WorkflowVersion] = remembered(f"opened-by:{form}", lambda: _versions_opened_by(form))
    return found[0] if found else None


def _versions_opened_by(form: int) -> list[WorkflowVersion]:
    """The current one, or none."""
    key = Form.objects.filter(pk=form).values("key")
    versions = WorkflowVersion.objects.filter(workflow__opened_by__in=key, workflow__live=True)
    # The definition is long, and known already by its checksum.
    return list(versions.defer("definition").order_by("workflow__key", "-number")[:1])


def locked_task(task: Task) -> tuple[Case, Task]:
    """The case, locked until the transaction ends, and its task read afresh."""
    cases = Case.objects.select_related("version", "rest").filter(pk=task.case_id)
    # The definition is long, and known already by its checksum; who has or finished the task, only refusals name.
    case = locked(cases.defer("version__definition")).get()
    fresh = case.tasks.get(pk=task.pk)
    fresh.case = case
    return case, fresh


def locked_for(task: Task, draft: Draft | None) -> tuple[Case, Task]:
    """As `locked_task`, when the draft is handed in: whom it names is shut out of more than this case."""
    if draft is not None and conflicts.asks_for_conflicts(draft.version.schema):
        conflicts.lock_together(task.case)
    return locked_task(task)


def must_be_open(case: Case, task: Task) -> None:
    """Two clicks, one transition: who comes second reads what happened meanwhile."""
    if task.state == Task.State.DONE and task.done_by is not None:
        sentence = _("%(who)s has already finished this task.") % {"who": task.done_by.user}
        raise NotPossible("task_done", sentence)
    if task.state != Task.State.OPEN:
        state = spoken(case.current_state.title)
        sentence = _("The case has moved on (now: %(state)s); this task is no longer needed.") % {"state": state}
        raise NotPossible("task_not_open", sentence)
    must_not_rest(case)


def must_not_rest(case: Case) -> None:
    """Raises NotPossible. The caller has the case from `locked`, or knows that it costs a query."""
    if hasattr(case, "rest"):
        day = formats.date_format(timezone.localdate(case.rest.until))
        raise NotPossible("resting", _("This case is suspended until %(day)s. Go on with it first.") % {"day": day})


def _was_handed_in(task: Task, draft: Draft) -> bool:
    """Is this the second click of a person whose first click went through?"""
    if task.submission_id is None:
        return False
    return Draft.objects.filter(pk=draft.pk, submission=task.submission_id).exists()


def _hand_in(case: Case, task: Task, draft: Draft | None, *, by: Post, key: str) -> Submission | None:
    if not task.type.form:
        return None
    if draft is None:
        raise NotPossible("form_missing", _("Fill in the form of this task first."))
    if not _is_for(draft, task, by):
        raise Refused("foreign_draft", _("This form was filled in for something else."))
    submission = submit(draft, by=by, idempotency_key=key, context=context_of(case)).submission
    CaseSubmission.objects.create(case=case, submission=submission)
    return submission


def _is_for(draft: Draft, task: Task, by: Post) -> bool:
    """Was it filled in for this task, by the post or by one that it stands in for?"""
    hands = {hat.pk for hat in by.hats()}
    right_form = draft.version.form.key == task.type.form
    if task.type.section:
        return right_form and draft.is_joint and draft.occasion == f"case:{task.case_id}:{task.type.form}"
    return right_form and draft.occasion == occasion_of(task.pk) and draft.post_id in hands


def in_stead_of(absent: Post | None) -> dict[str, str]:
    """What an event says of a substitute's doing: the post of the event acted, this one is the absent one."""
    return {"standing_for": str(absent.pk)} if absent else {}


def occasion_of(task_id: UUID) -> str:
    """How drafts of a task's form are named."""
    return f"task:{task_id}"


def is_of_a_task(occasion: str) -> bool:
    """Is it that of a draft of a task's form, or of a form that several tasks of a case share?"""
    return occasion.startswith(("task:", "case:"))


def _take(task: Task, by: Post) -> None:
    task.assignee, task.accepted_at = by, timezone.now()
    task.save(update_fields=["assignee", "accepted_at"])


def finish(task: Task, by: Post, submission: Submission | None) -> None:
    task.assignee = task.assignee or by
    task.accepted_at = task.accepted_at or timezone.now()
    task.state, task.done_at, task.done_by, task.submission = Task.State.DONE, timezone.now(), by, submission
    task.save(update_fields=["assignee", "accepted_at", "state", "done_at", "done_by", "submission"])
    if task.type.may_be_supervised:
        task.supervisions.open().update(state=Task.State.CANCELLED, done_at=task.done_at)
