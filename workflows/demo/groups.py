"""Who may do what in Wagtail's admin. No group reaches a report or a case: those are read in the desk only."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from content.setup import ensure_groups as ensure_editors
from portal.directory.models import User

ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")
FORM_ADMINISTRATORS = ENTER | Q(
    content_type__app_label__in=["portal_forms", "workflows"], content_type__model__in=["form", "workflow"]
)
SYSTEM_ADMINISTRATORS = (
    ENTER
    | Q(content_type__app_label="directory")
    | Q(content_type__app_label="jobs", codename__in=["view_job", "change_job"])
    | Q(content_type__app_label="wagtailcore", content_type__model="site")
)


def ensure_groups() -> None:
    """The editors, form administrators and system administrators, with the demo's people in them."""
    _join("editor", ensure_editors())
    _join("forms", _group("Form administrators", FORM_ADMINISTRATORS))
    _join("system", _group("System administrators", SYSTEM_ADMINISTRATORS))


def _group(name: str, may: Q) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(may))
    return group


def _join(username: str, group: Group) -> None:
    group.user_set.add(User.objects.get(username=username))
