"""The task of one person goes to another there, or back to everybody: by a leader, or because it is late."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import Draft
from forms.services import hand_on
from portal.access.refusal import Refused
from portal.directory.models import Post, User
from portal.directory.roles import LEADER_ROLES
from portal.notices.services import notify
from workflows import events
from workflows.engine import NotPossible
from workflows.models import Case, Event, Task
from workflows.policies import demand, is_shut_out, may
from workflows.refusing import refusals_kept
from workflows.services.cases import in_stead_of, locked_task, must_be_open, occasion_of


def reassign_task(task: Task, to: Post | None, *, by: Post, seen: int | None) -> Task:
    """Give an open task to a post of its organisation; with None it lies in the inbox of all there again.

    `seen` is the post that had it when `by` decided: who decides on what is no longer so reads what happened. Begun
    forms go along and stay sealed; the deadline stays. A second call for the same person changes nothing. Raises
    Refused, NotPossible.
    """
    with refusals_kept(task, by, "reassign"), transaction.atomic():
        case, task = locked_task(task)
        absent = demand(by, "reassign", task)
        must_be_open(case, task)
        if task.assignee_id == (to.pk if to else None):
            return task
        _must_be_as_seen(task, seen)
        if to is not None:
            _demand_may_have(to, case, task)
        _give(case, task, to, by=by, now=timezone.now(), detail=in_stead_of(absent))
        case.save(update_fields=["chain_end"])
    return task


def lay_down(case: Case, task: Task, to: str, *, now: datetime) -> bool:
    """Take it from who is late with it, for `everybody` there or the `leader` there; False when that changes nothing.

    Where nobody is a leader it is everybody's. The caller has locked the case and saves it.
    """
    leader = _leader_for(case, task) if to == "leader" else None
    if task.assignee_id == (leader.pk if leader else None) or _is_leader(task.assignee):
        return False
    _give(case, task, leader, by=None, now=now, detail={"reason": "late"})
    return True


def _give(case: Case, task: Task, to: Post | None, *, by: Post | None, now: datetime, detail: dict[str, str]) -> None:
    before = task.assignee
    task.assignee, task.accepted_at = to, now if to else None
    task.save(update_fields=["assignee", "accepted_at"])
    for draft in _begun(task):
        hand_on(draft, to=to)
    about = {"task": task.key, "task_id": str(task.pk)}
    about |= {"from": str(before.pk) if before else "", "to": str(to.pk) if to else ""}
    event = events.append(case, "reassigned", about | detail, post=by, at=now)
    late = by is None
    _tell(case, task, event, "task_given_late" if late else "task_given", to, by)
    _tell(case, task, event, "task_taken_late" if late else "task_taken", before, by)


def _is_leader(post: Post | None) -> bool:
    return post is not None and post.role in LEADER_ROLES


def _leader_for(case: Case, task: Task) -> Post | None:
    """Of the leaders there, who has the least to do."""
    if task.organisation is None:
        return None
    posts = Post.objects.working_for(task.organisation).select_related("user", "organisation")
    leaders = [post for post in posts if _is_leader(post) and _can_have(post, case, task)]
    loads = {post.pk: Task.objects.open().filter(assignee=post).count() for post in leaders}
    return min(leaders, key=lambda post: (loads[post.pk], post.pk), default=None)


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
    if not _can_have(to, case, task):
        raise Refused("no_colleague", _("Only somebody who is in the organisation today can have this task."))


def _can_have(post: Post, case: Case, task: Task) -> bool:
    if is_shut_out(post, case):
        return False
    answer = may(post, "accept", task)
    return answer.allowed and answer.standing_for is None and post.is_current() and post.user.is_active


def _begun(task: Task) -> list[Draft]:
    """What colleagues have begun to write for it. A form of several offices belongs to no person."""
    drafts = Draft.objects.open().filter(occasion=occasion_of(task.pk)).exclude(post=None)
    return list(drafts.select_related("version", "data_key").order_by("changed_at"))


def _tell(case: Case, task: Task, event: Event, template: str, post: Post | None, by: Post | None) -> None:
    """Nobody is told of what they did themselves."""
    people: list[User] = [post.user] if post is not None and (by is None or post.user_id != by.user_id) else []
    key = f"reassigned:{case.pk}:{event.sequence}"
    notify(people, key=key, template=template, words={"number": case.number}, path=reverse("desk:task", args=[task.pk]))
