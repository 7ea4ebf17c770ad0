"""A leader gives the task of one person to another, or back to everybody in the organisation."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import Draft
from forms.services import hand_on
from portal.access.refusal import Refused
from portal.directory.models import Post, User
from portal.notices.services import notify
from workflows import events
from workflows.engine import NotPossible
from workflows.models import Case, Event, Task
from workflows.policies import demand, is_shut_out, may
from workflows.services.cases import in_stead_of, locked, must_be_open, occasion_of, refusals_kept


def reassign_task(task: Task, to: Post | None, *, by: Post, seen: int | None) -> Task:
    """Give an open task to a post of its organisation; with None it lies in the inbox of all there again.

    `seen` is the post that had it when `by` decided: who decides on what is no longer so reads what happened. Begun
    forms go along and stay sealed; the deadline stays. A second call for the same person changes nothing. Raises
    Refused, NotPossible.
    """
    with refusals_kept(task, by, "reassign"), transaction.atomic():
        case, task = locked(task)
        absent = demand(by, "reassign", task)
        must_be_open(case, task)
        if task.assignee_id == (to.pk if to else None):
            return task
        _must_be_as_seen(task, seen)
        if to is not None:
            _demand_may_have(to, case, task)
        before, now = task.assignee, timezone.now()
        task.assignee, task.accepted_at = to, now if to else None
        task.save(update_fields=["assignee", "accepted_at"])
        for draft in _begun(task):
            hand_on(draft, to=to)
        detail = {"task": task.key, "task_id": str(task.pk)}
        detail |= {"from": str(before.pk) if before else "", "to": str(to.pk) if to else ""}
        event = events.append(case, "reassigned", detail | in_stead_of(absent), post=by, at=now)
        case.save(update_fields=["chain_end"])
        _tell(case, task, event, "task_given", to, by)
        _tell(case, task, event, "task_taken", before, by)
    return task


def _must_be_as_seen(task: Task, seen: int | None) -> None:
    if task.assignee_id == seen:
        return
    if task.assignee is None:
        raise NotPossible("given_meanwhile", _("Meanwhile somebody has put this task back for everybody."))
    sentence = _("Meanwhile %(who)s has this task. Look again before you decide.") % {"who": task.assignee.user}
    raise NotPossible("given_meanwhile", sentence)


def _demand_may_have(to: Post, case: Case, task: Task) -> None:
    """By a right of their own: a substitute works in the stead of whoever is absent, who has the task."""
    if is_shut_out(to, case):
        sentence = _("%(who)s is kept out of this case by the conflict rule. Choose somebody else.") % {"who": to.user}
        raise NotPossible("shut_out", sentence)
    answer = may(to, "accept", task)
    if not (answer.allowed and answer.standing_for is None and to.is_current() and to.user.is_active):
        raise Refused("no_colleague", _("Only somebody who is in the organisation today can have this task."))


def _begun(task: Task) -> list[Draft]:
    """What colleagues have begun to write for it. A form of several offices belongs to no person."""
    drafts = Draft.objects.open().filter(occasion=occasion_of(task.pk)).exclude(post=None)
    return list(drafts.select_related("version", "data_key").order_by("changed_at"))


def _tell(case: Case, task: Task, event: Event, template: str, post: Post | None, by: Post) -> None:
    """Nobody is told of what they did themselves."""
    people: list[User] = [post.user] if post is not None and post.user_id != by.user_id else []
    key = f"reassigned:{case.pk}:{event.sequence}"
    notify(people, key=key, template=template, words={"number": case.number}, path=reverse("desk:task", args=[task.pk]))
