"""What a person does in a post. Stored keys are permanent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Promise] = {
    "duty_reporter": _("Duty reporter"),
    "village_director": _("Village children's director"),
    "village_head": _("Village head"),
    "township_worker": _("Township children's supervisor"),
    "township_leader": _("Township leader"),
    "civil_affairs_officer": _("Civil affairs officer"),
    "civil_affairs_leader": _("Civil affairs leader"),
    "police_officer": _("Police officer"),
    "police_leader": _("Police leader"),
    "teacher": _("Teacher"),
    "school_leader": _("School leader"),
    "education_officer": _("Education officer"),
    "health_worker": _("Health worker"),
    "legal_aid_worker": _("Legal aid worker"),
    "judge": _("Court officer"),
    "prosecutor": _("Prosecutor"),
    "womens_federation_worker": _("Women's federation worker"),
    "youth_league_worker": _("Youth league worker"),
    "trade_union_worker": _("Trade union worker"),
    "disabled_federation_worker": _("Disabled persons' federation worker"),
    "elders_committee_worker": _("Elders' committee worker"),
    "social_worker": _("Social worker"),
    "volunteer": _("Volunteer"),
    "finance_officer": _("Finance officer"),
    "auditor": _("Auditor"),
    "city_officer": _("City civil affairs officer"),
    "province_officer": _("Province officer"),
    "site_editor": _("Site editor"),
    "legal_reviewer": _("Legal reviewer"),
    "signing_leader": _("Signing leader"),
    "form_administrator": _("Form administrator"),
    "system_administrator": _("System administrator"),
    "log_auditor": _("Log auditor"),
}


def role_choices() -> list[tuple[str, Promise]]:
    return list(ROLES.items())
