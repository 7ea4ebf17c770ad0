"""Who looks after the rights of the people in the data. Everything is denied unless a rule here allows it."""

from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.directory.services import holds
from workflows.policies import is_shut_out, relations_of
from workflows.rights.models.target import Target, case_of
from workflows.rights.recording import refused

# They answer for the file of a child: they hold, propose, handle requests.
HANDLERS = frozenset({"civil_affairs_leader"})
# They read numbers and dates only, and may be the second pair of eyes.
CONFIRMERS = HANDLERS | {"city_officer", "signing_leader"}
# They read the one answer that is to be corrected, and decide. Who signs for an office has no part in a child's file.
CORRECTORS = HANDLERS | {"city_officer"}
# They read how long what is kept, and why, and nothing of anybody.
OVERSEERS = CONFIRMERS | {"log_auditor", "legal_reviewer", "form_administrator", "system_administrator"}


def may_handle(post: Post) -> bool:
    return post.role in HANDLERS


def may_confirm(post: Post) -> bool:
    return post.role in CONFIRMERS


def may_correct(post: Post) -> bool:
    return post.role in CORRECTORS


def may_oversee(post: Post) -> bool:
    return post.role in OVERSEERS


def demand_handling(post: Post, target: Target, *, action: str) -> None:
    """Raises Refused, and keeps the refusal."""
    _demand(may_handle(post), post, target, action=action)


def demand_confirming(post: Post, target: Target, *, action: str) -> None:
    """Who signs for an office decides about what that office has a part in, and nothing else."""
    _demand(may_confirm(post) and knows(post, target), post, target, action=action)


def demand_correcting(post: Post, target: Target, *, action: str) -> None:
    _demand(may_correct(post), post, target, action=action)


def knows(post: Post, target: Target) -> bool:
    """Is the matter one that the post may decide about, being somebody who confirms?"""
    if post.role in CORRECTORS:
        return True
    case = case_of(target)
    return case is not None and bool(relations_of(post, case))


def conflicts(post: Post, target: Target) -> bool:
    """Does the conflict rule shut the person of the post out of the case?"""
    case = case_of(target)
    return case is not None and is_shut_out(post, case)


def lies_in_area_of(post: Post, target: Target) -> bool:
    return holds(post.organisation.area_id, place_of(target))


def place_of(target: Target) -> str:
    """That of the case goes before that of a paper in it."""
    return (case_of(target) or target).area_code


def _demand(has_role: bool, post: Post, target: Target, *, action: str) -> None:
    if has_role and not conflicts(post, target) and lies_in_area_of(post, target):
        return
    refused(target, by=post, action=action)
    raise Refused("not_in_charge", _("Only those who may decide about data of this place do this."))
