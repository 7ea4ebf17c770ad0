"""Who looks after the rights of the people in the data. Everything is denied unless a rule here allows it."""

from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory import codes
from portal.directory.models import Post
from workflows.models import Case
from workflows.policies import is_shut_out
from workflows.rights.models.target import Target

# They answer for the file of a child: they hold, propose, handle requests.
HANDLERS = frozenset({"civil_affairs_leader"})
# They read numbers and dates only, and may be the second pair of eyes.
CONFIRMERS = HANDLERS | {"city_officer", "signing_leader"}
# They read how long what is kept, and why, and nothing of anybody.
OVERSEERS = CONFIRMERS | {"log_auditor", "legal_reviewer", "form_administrator", "system_administrator"}


def may_handle(post: Post) -> bool:
    return post.role in HANDLERS


def may_confirm(post: Post) -> bool:
    return post.role in CONFIRMERS


def may_oversee(post: Post) -> bool:
    return post.role in OVERSEERS


def demand_handling(post: Post, target: Target, *, action: str) -> None:
    """Raises Refused, and keeps the refusal."""
    _demand(may_handle(post), post, target, action=action)


def demand_confirming(post: Post, target: Target, *, action: str) -> None:
    _demand(may_confirm(post), post, target, action=action)


def lies_in_area_of(post: Post, target: Target) -> bool:
    first, behind = codes.bounds(post.organisation.area_id)
    return first <= place_of(target) < behind


def case_of(target: Target) -> Case | None:
    """The case itself, or the one the submission is in."""
    return target if isinstance(target, Case) else Case.objects.filter(case_submissions__submission=target).first()


def place_of(target: Target) -> str:
    case = case_of(target)
    if case is not None:
        return case.area_code
    return target.area_code if isinstance(target, Submission) else ""


def _demand(has_role: bool, post: Post, target: Target, *, action: str) -> None:
    case = case_of(target)
    shut_out = case is not None and is_shut_out(post, case)
    if has_role and not shut_out and lies_in_area_of(post, target):
        return
    record_refusal(target, by=post, action=action, purpose=Purpose(target.number, matter=case.pk if case else None))
    raise Refused("not_in_charge", _("Only the civil affairs leaders of the place do this."))
