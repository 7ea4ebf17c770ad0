"""The demo's people in the groups that every installation has."""

from django.contrib.auth.models import Group

from content.setup import ensure_groups as ensure_all
from portal.directory import groups
from portal.directory.models import User

MEMBERS = {
    "editor": groups.EDITORS,
    "forms": groups.FORM_ADMINISTRATORS,
    "system": groups.SYSTEM_ADMINISTRATORS,
}


def ensure_groups() -> None:
    ensure_all()
    for username, name in MEMBERS.items():
        User.objects.get(username=username).groups.add(Group.objects.get(name=name))
