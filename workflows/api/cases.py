"""What is done with a case as a whole, for programs: the ways that the page of the case offers, by the same rules."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post
from portal.jsonapi import Problem
from portal.words import Words, spoken
from workflows import services
from workflows.api.entry import at_desk, demand_own_page
from workflows.engine import NotPossible
from workflows.models import Case, RestReason
from workflows.offering import BACK, GO_ON, LINK, MERGE, PART, SUSPEND, Offer, offers

router = Router(tags=["cases"])


class Reason(Schema):
    key: str
    title: str


class Offered(Schema):
    """One thing that can be done with the case; where it cannot, `refusal` says why. `asks` names what it is sent."""

    key: str
    title: str
    refusal: str
    asks: list[str]
    reasons: list[Reason]


class Doing(Schema):
    """`reason` is one of those offered, `until` the day on which a case that rests goes on, `number` that of the case
    which this one becomes part of, or is linked with."""

    reason: str = Field("", max_length=60)
    until: date | None = None
    number: str = Field("", max_length=80)


class Standing(Schema):
    """Where the case stands."""

    number: str
    state: Words
    closed: bool
    rests_until: str
    # Number of the case that it is part of, where that may be seen.
    part_of: str


ASKS = {SUSPEND: ["reason", "until"], MERGE: ["number"], LINK: ["number"]}


class AtCase(NamedTuple):
    post: Post
    case: Case


def seeing(request: HttpRequest) -> AtCase:
    """Before what was sent is looked at: to whom the case is not there, nothing is. Raises Problem, Http404."""
    assert request.resolver_match is not None  # noqa: S101  # nosec B101 -- an operation has an address
    post = at_desk(request)
    return AtCase(post, _case(request.resolver_match.kwargs["case_id"], post))


def doing(request: HttpRequest) -> AtCase:
    found = seeing(request)
    demand_own_page(request)
    return found


@router.get("/cases/{uuid:case_id}/acts/", response=list[Offered], auth=seeing)
def acts(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """What there is to do with the case in its state, whoever may do it."""
    at: AtCase = request.auth  # type: ignore[attr-defined]  # where ninja puts what `seeing` gives
    return [_offered(one) for one in offers(at.case, at.post)]


@router.post("/cases/{uuid:case_id}/acts/{what}/", response=Standing, auth=doing)
def act(request: HttpRequest, case_id: UUID, what: str, body: Doing) -> dict[str, Any]:
    """Do one of them. What is not offered is not there; what has become impossible meanwhile is 409."""
    post, case = request.auth  # type: ignore[attr-defined]  # as above
    do = DOES.get(what) or _way(case, what)
    try:
        do(case, post, body)
    except NotPossible as refused:
        raise Problem(409, refused.code, str(refused.sentence)) from None
    return _standing(_case(case_id, post), post)


Doer = Callable[[Case, Post, Doing], object]


def _suspend(case: Case, post: Post, said: Doing) -> object:
    if said.reason not in RestReason.values:
        raise _missing("reason")
    if said.until is None:
        raise _missing("until")
    return services.suspend_case(case, reason=RestReason(said.reason), until=said.until, by=post)


def _other(post: Post, said: Doing) -> Case:
    other = Case.objects.visible_to_post(post).filter(number__iexact=said.number.strip()).first()
    if other is None:
        raise Problem(
            422, "no_such_case", _("Among your cases there is none with this number. Copy it whole."), at=["number"]
        )
    return other


DOES: dict[str, Doer] = {
    SUSPEND: _suspend,
    MERGE: lambda case, post, said: services.merge_case(case, _other(post, said), by=post),
    LINK: lambda case, post, said: services.link_cases(case, _other(post, said), by=post),
    GO_ON: lambda case, post, _said: services.go_on_with_case(case, by=post),
    PART: lambda case, post, _said: services.part_case(case, by=post),
    BACK: lambda case, post, _said: services.take_back(case, by=post),
}


def _way(case: Case, key: str) -> Doer:
    if not any(way.key == key and way.relation for way in case.version.schema.transitions):
        raise Http404
    return lambda case, post, said: services.take_way(case, key, reason=said.reason, by=post)


def _case(case_id: UUID, post: Post) -> Case:
    """One that the post sees. Raises Http404; a try at another one is on record, as at the desk."""
    cases = Case.objects.select_related("version", "rest", "merge__into").prefetch_related("tasks", "parties")
    case = cases.visible_to_post(post).filter(pk=case_id).first()
    if case is None:
        if other := Case.objects.filter(pk=case_id).first():
            record_refusal(other, by=post, action="see", purpose=Purpose("", matter=other.pk))
        raise Http404
    return case


def _offered(one: Offer) -> dict[str, Any]:
    reasons = [(str(key), str(title)) for key, title in RestReason.choices] if one.key == SUSPEND else []
    if one.way:
        reasons = [(reason.key, spoken(reason.title)) for reason in one.way.reasons]
    return {
        "key": one.key,
        "title": str(one.title),
        "refusal": str(one.refusal),
        "asks": ASKS.get(one.key, ["reason"] if reasons else []),
        "reasons": [{"key": key, "title": title} for key, title in reasons],
    }


def _standing(case: Case, post: Post) -> dict[str, Any]:
    into = case.merge.into_id if hasattr(case, "merge") else None
    seen = Case.objects.visible_to_post(post).filter(pk=into).first() if into else None
    return {
        "number": case.number,
        "state": case.current_state.title,
        "closed": case.is_closed,
        "rests_until": timezone.localdate(case.rest.until).isoformat() if hasattr(case, "rest") else "",
        "part_of": seen.number if seen else "",
    }


def _missing(name: str) -> Problem:
    return Problem(422, "malformed", _("What was sent has not the shape that is asked for."), at=[name])
