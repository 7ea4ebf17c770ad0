"""Two people decide: one has proposed, another says yes or no, once."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.locking import locked
from workflows.rights.models.proposal import WAITING, Proposal
from workflows.rights.models.request import DataRequest
from workflows.rights.models.target import Target
from workflows.rights.recording import refused

P = TypeVar("P", bound=Proposal)


def demand_second_person(first: Post, target: Target | DataRequest, by: Post, *, action: str) -> None:
    """Raises Refused, on record, for whoever began it, in whatever post."""
    if by.user_id == first.user_id:
        refused(target, by=by, action=action)
        raise Refused("same_person", _("You began this yourself. Another person has to decide it."))


def demand_new(proposals: Any) -> None:
    """Raises Refused when one of them waits already."""
    if proposals.waiting().exists():
        raise Refused("proposed", _("Somebody has proposed this already; it waits for a second person."))


def still_waiting(proposal: P, *beside: str) -> P:
    """Read afresh and locked until the transaction ends, with what it is read `beside`. Raises Refused."""
    kind: Any = type(proposal)
    fresh: P = locked(kind.objects.select_related(*beside).filter(pk=proposal.pk)).get()
    if fresh.state != WAITING:  # type: ignore[attr-defined]  # each kind of proposal has one
        raise Refused("decided", _("This is decided already."))
    return fresh


def decide(proposal: Any, state: str, by: Post) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
