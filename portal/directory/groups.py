"""The groups of Wagtail's admin that every installation has, and what they may do there.

No group reaches a report or a case: those are read in the desk only, by the post somebody holds. Nor does any reach the
access log: its auditors are appointed on the server (docs/decisions/0017). Editors are made where their pages are
(content.setup). Labels of apps stand here as words: the ground does not know the upper floors.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

EDITORS = "Editors"
FORM_ADMINISTRATORS = "Form administrators"
WORKFLOW_ADMINISTRATORS = "Workflow administrators"
SYSTEM_ADMINISTRATORS = "System administrators"

ENTER = Q(content_type__app_label="wagtailadmin", codename="access_admin")
_FORMS = Q(content_type__app_label="portal_forms", content_type__model__in=["form", "optionlist", "sharedgroup"])
_WORKFLOWS = Q(content_type__app_label="workflows", content_type__model="workflow") | Q(
    content_type__app_label="obligations", content_type__model="obligation"
)
_LETTERS = Q(content_type__app_label="letters", content_type__model="letter")

MAY = {
    # A form is of little use without the steps behind it: whoever builds the one may build the other.
    FORM_ADMINISTRATORS: ENTER | _FORMS | _WORKFLOWS | _LETTERS,
    WORKFLOW_ADMINISTRATORS: ENTER | _WORKFLOWS | _LETTERS,
    SYSTEM_ADMINISTRATORS: ENTER
    | Q(content_type__app_label="directory")
    | Q(content_type__app_label="calendar")
    | Q(content_type__app_label="notices", content_type__model="channel")
    | Q(content_type__app_label="jobs", codename__in=["view_job", "change_job"])
    | Q(content_type__app_label="wagtailcore", content_type__model="site"),
}


def ensure_administrators() -> None:
    """Make the groups that are missing, and give all of them what they may. Safe to call again; takes nothing away."""
    for name, may in MAY.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(may))
