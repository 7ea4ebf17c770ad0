"""The organisations that a unit of a document may be: those of its name in the place of who asks."""

from django.utils import timezone

from content.duties.matrix import Cell
from content.duties.reader import office_of
from content.models import PolicyPage
from content.policytext.offices import Office, is_meant
from portal.directory.codes import Level
from portal.directory.models import Organisation, Post
from workflows.assigning.policies import may_assign

# They carry out what an office tells them, and are by the hundred.
NOT_OFFICES = ("school", "kindergarten", "medical", "social_organisation", "portal_office")
MOST = 400


def owners_of(cell: Cell, page: PolicyPage, post: Post) -> tuple[list[Organisation], bool]:
    """Whom the post may give it to, and whether these are the ones that the document means.

    When none has that name, all offices of the place: names of the portal and of a document may differ.
    """
    offices = Organisation.objects.filter(active=True).exclude(function__in=NOT_OFFICES).select_related("area")
    near = list(offices.within(post.organisation.area_id).order_by("area__level", "area_id", "name")[:MOST])
    allowed = [each for each in near if may_assign(post, page, each).allowed]
    today = timezone.localdate()
    meant = [each for each in allowed if any(is_meant(name, _office(each), today) for name in cell.unit.names)]
    if not meant and post.organisation in allowed and _is_own(cell, post):
        meant = [post.organisation]
    return (meant, True) if meant else (allowed, False)


def _office(organisation: Organisation) -> Office:
    """By its names of today: former ones would take a query for each."""
    names = tuple(filter(None, [organisation.name, organisation.short_name]))
    return Office(names, Level(organisation.area.level).name.lower())


def _is_own(cell: Cell, post: Post) -> bool:
    office = office_of(post.organisation)
    return any(is_meant(name, office, timezone.localdate()) for name in cell.unit.names)
