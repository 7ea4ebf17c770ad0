"""Passing the open work of a post on: accepted tasks and begun forms go to a colleague or back to the organisation."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models import Draft
from forms.services import hand_on
from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Post
from portal.notices.services import notify
from portal.staffing.policies import may_arrange
from workflows import events
from workflows.models import Case, Task

# How drafts of a task's form are named, see `occasion_of`.
_TASK = "task:"


@dataclass(frozen=True)
class Piece:
    """One open task that the post has accepted, or has begun to fill in the form of."""

    task: Task
    has_draft: bool
    accepted: bool


def open_work(post: Post) -> list[Piece]:
    """The nearest deadline first."""
    begun = _begun(post)
    tasks = Task.objects.open().filter(Q(assignee=post) | Q(pk__in=begun)).by_deadline()
    tasks = tasks.select_related("case__version").defer("case__version__definition")
    return [Piece(task, has_draft=task.pk in begun, accepted=task.assignee_id == post.pk) for task in tasks]


def count_open_work(post: Post) -> int:
    return Task.objects.open().filter(Q(assignee=post) | Q(pk__in=_begun(post))).count()


def hand_over(post: Post, to: Post | None, *, by: Post | None) -> int:
    """Give all of it to another post of the organisation, or back to the inbox of all. Returns how many tasks.

    All or nothing, an event on each case. `by` is None when the portal does it, because the post has ended. Begun
    forms stay sealed and go with their tasks. A second call finds nothing left. Raises Refused.
    """
    _demand(post, to, by)
    with transaction.atomic():
        # In one order, so that two who hand over at once wait for each other.
        ids = sorted({piece.task.case_id for piece in open_work(post)})
        cases = {case.pk: case for case in Case.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        pieces = [piece for piece in open_work(post) if piece.task.case_id in cases]
        drafts = _drafts_by_task(post)
        for piece in pieces:
            _pass_on(piece, cases[piece.task.case_id], post, to, by)
            for draft in drafts[piece.task.pk]:
                hand_on(draft, to=to)
        if to is not None and pieces and (by is None or by.user_id != to.user_id):
            key = f"handed_over:{post.pk}:{to.pk}:{timezone.now().isoformat()}"
            path = f"{reverse('desk:inbox')}?show=mine"
            notify([to.user], key=key, template="work_handed_over", words={"n": str(len(pieces))}, path=path)
    return len(pieces)


def successors_of(post: Post) -> list[Post]:
    """Who may take over: everybody else who is in the organisation today."""
    others = post.organisation.posts.current().exclude(pk=post.pk).filter(user__is_active=True)
    return list(others.select_related("user").order_by("user__name", "pk"))


def _demand(post: Post, to: Post | None, by: Post | None) -> None:
    if by is not None and not may_arrange(by, post):
        record_refusal(post, by=by, action="hand_over")
        sentence = _("Only the person, the leader of the organisation or the administrator hands work over.")
        raise Refused("not_yours_to_hand_over", sentence)
    if to is not None and (to.pk == post.pk or to.organisation_id != post.organisation_id or not to.is_current()):
        sentence = _("Only another current post of the same organisation can take over. Choose one of the list.")
        raise Refused("no_successor", sentence)


def _pass_on(piece: Piece, case: Case, post: Post, to: Post | None, by: Post | None) -> None:
    task, now = piece.task, timezone.now()
    if piece.accepted:
        if to is not None and not task.type.is_for(to.role):
            to = None
        # Accepted again by nobody: it lies in the inbox as new, with the deadline it had.
        task.assignee, task.accepted_at = to, now if to else None
        task.save(update_fields=["assignee", "accepted_at"])
    detail = {"task": task.key, "task_id": str(task.pk), "from": str(post.pk), "to": str(to.pk) if to else ""}
    events.append(case, "handed_over", detail, post=by, at=now)
    case.save(update_fields=["chain_end"])


def _begun(post: Post) -> set[UUID]:
    """The tasks whose form the post has begun."""
    return set(_drafts_by_task(post))


def _drafts_by_task(post: Post) -> dict[UUID, list[Draft]]:
    found: dict[UUID, list[Draft]] = defaultdict(list)
    drafts = Draft.objects.open().filter(post=post, occasion__startswith=_TASK).select_related("version", "data_key")
    for draft in drafts.defer("version__definition", "sealed_answers", "sealed_typed"):
        task = UUID(draft.occasion.removeprefix(_TASK))
        found[task].append(draft)
    return found
