"""The office of whoever reads: as a document would name it."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from content.policytext.offices import Office
from portal.directory.codes import Level
from portal.directory.models import Organisation, OrganisationSuccession, Post, User


def post_of(user: AbstractBaseUser | AnonymousUser) -> Post | None:
    return user.acting_post if isinstance(user, User) else None


def office_of(organisation: Organisation) -> Office:
    """With what it was called before, and those whose work it has taken over."""
    heirs = OrganisationSuccession.objects.filter(new=organisation, function="").values_list("old__name", flat=True)
    former = organisation.former_names.values_list("name", flat=True)
    names = [organisation.name, organisation.short_name, *former, *heirs]
    return Office(tuple(filter(None, names)), Level(organisation.area.level).name.lower())
