"""Break-glass: a named post opens a case that it is no part of, for a reason, for a day, and its supervisor is told."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal.access.models import EmergencyAccess
from portal.access.refusal import Refused
from portal.access.services import Purpose, end_emergency, open_in_emergency, record_refusal
from portal.directory.models import Organisation, Post
from portal.directory.services import route
from portal.notices.services import notify
from workflows.models import Case
from workflows.models.task import PORTAL_OFFICE
from workflows.policies import may_open_in_emergency

__all__ = ["end_emergency", "open_case_in_emergency", "supervisors_of"]


def open_case_in_emergency(number: str, *, by: Post, reason: str) -> Case:
    """Open the case of that number, typed exactly. Raises Refused; every try is in the access log."""
    case = Case.objects.filter(number=number.strip()).first()
    answer = may_open_in_emergency(by, case)
    if case is None or not answer.allowed:
        purpose = Purpose(reason, matter=case.pk if case else None, emergency=True)
        record_refusal(case or by, by=by, action="open_in_emergency", purpose=purpose)
        raise Refused(answer.code, answer.sentence)
    with transaction.atomic():
        hours = settings.BREAK_GLASS_HOURS
        opened = open_in_emergency(case, number=case.number, by=by, reason=reason, hours=hours)
        _tell(opened, supervisors_of(by, case))
    return case


def supervisors_of(post: Post, case: Case) -> list[Post]:
    """The leaders one level up, else whoever is there, else the portal office. Nobody whom the case shuts out."""
    for organisations in (_above(post), _offices(post)):
        posts = Post.objects.current().filter(organisation__in=organisations, user__is_active=True)
        posts = posts.exclude(user=post.user_id).exclude(organisation__in=case.shut_out_organisations)
        if found := list(posts.leading().select_related("user")) or list(posts.select_related("user")):
            return found
    return []


def _above(post: Post) -> list[Organisation]:
    """Who has the function of the organisation in the nearest area above it."""
    own = post.organisation
    answers = route(own.function, own.area_id).answers
    return [answer.organisation for answer in answers if answer.organisation.pk != own.pk][:1]


def _offices(post: Post) -> list[Organisation]:
    answers = route(PORTAL_OFFICE, post.organisation.area_id).answers
    answering = [answer.organisation for answer in answers]
    return answering or list(Organisation.objects.with_function(PORTAL_OFFICE).filter(active=True))


def _tell(opened: EmergencyAccess, supervisors: Iterable[Post]) -> None:
    people = [supervisor.user for supervisor in supervisors]
    opened.told.add(*people)
    notify(
        people,
        key=f"emergency:{opened.pk}",
        template="opened_in_emergency",
        words={"number": opened.number},
        path=reverse("desk:emergency", args=[opened.pk]),
    )
