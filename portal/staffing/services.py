"""The front door: arranging that somebody stands in, ending that earlier, and who may be asked to."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from portal.access.refusal import Refused
from portal.directory import codes
from portal.directory.models import Absence, Post, User
from portal.directory.models.absence import may_stand_in
from portal.directory.roles import LEADER_ROLES
from portal.notices.services import notify
from portal.staffing.policies import may_arrange, may_name

ABSENCE_PAGE = "/desk/absence/"


@transaction.atomic
def name_substitute(post: Post, substitute: Post, *, first: date, last: date, by: Post) -> Absence:
    """From the first to the last day the substitute does the post's work. Raises Refused, ValidationError.

    The substitute and the leaders are told. Who stands in for others now is told that nobody does so in their place.
    """
    _demand(by, post)
    if not may_name(by, substitute):
        raise Refused("own_substitute", _("You cannot name yourself. Another administrator or a leader does."))
    # Two who arrange the same absence at once: the second reads what the first has written.
    Post.objects.select_for_update().get(pk=post.pk)
    absence = Absence(post=post, substitute=substitute, starts_on=first, ends_on=last, made_by=by.user)
    absence.full_clean()
    absence.save()
    days = {"since": formats.date_format(first, "Y-m-d"), "until": formats.date_format(last, "Y-m-d")}
    key = f"absence:{absence.pk}"
    notify([substitute.user], key=key, template="stand_in", words=days, path=ABSENCE_PAGE)
    for left in _left_alone(absence):
        people = {left.post.user, *_leaders(left.post)}
        notify(people, key=f"{key}:left:{left.pk}", template="substitute_away", words=days, path=ABSENCE_PAGE)
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, by: Post) -> Absence:
    """End it now, or call it off. A second call changes nothing. Raises Refused."""
    _demand(by, absence.post)
    ended = Absence.objects.uncancelled().filter(pk=absence.pk)
    if ended.update(cancelled_at=timezone.now(), cancelled_by=by.user):
        notify(
            [absence.substitute.user],
            key=f"absence:{absence.pk}:ended",
            template="stand_in_ended",
            words={},
            path=ABSENCE_PAGE,
        )
    absence.refresh_from_db()
    return absence


def candidates_for(post: Post) -> list[Post]:
    """Who can stand in: the people of the organisation first, then the leaders of the one next above."""
    lineage = codes.lineage(post.organisation.area_id)
    above = Q(role__in=LEADER_ROLES, organisation__area__in=lineage, organisation__active=True)
    near = Post.objects.current().filter(Q(organisation=post.organisation_id) | above, user__is_active=True)
    near = near.exclude(user=post.user_id).select_related("user", "organisation")
    found = [other for other in near.order_by("user__name", "pk") if may_stand_in(other, post)]
    return sorted(found, key=lambda other: other.organisation_id != post.organisation_id)


def arranged_by(by: Post) -> list[Post]:
    """The posts whose absences this one may arrange: the person's own, and all of the organisation for its leader."""
    mine = Q(user=by.user_id)
    if by.leads:
        mine |= Q(organisation=by.organisation_id)
    posts = Post.objects.current().filter(mine).select_related("user", "organisation")
    return sorted(posts, key=lambda post: post.pk != by.pk)


def _demand(by: Post, post: Post) -> None:
    if not may_arrange(by, post):
        sentence = _("Only the person, the leader of the organisation or the administrator arranges this.")
        raise Refused("not_yours_to_arrange", sentence)


def _left_alone(absence: Absence) -> list[Absence]:
    """The absences in which the one who now goes away stands in."""
    standing = Absence.objects.filter(substitute=absence.post).touching(absence.starts_on, absence.ends_on)
    return list(standing.select_related("post__user", "post__organisation"))


def _leaders(post: Post) -> list[User]:
    return [other.user for other in post.organisation.posts.current().leading().select_related("user")]
