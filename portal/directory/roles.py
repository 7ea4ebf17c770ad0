"""What a person does in a post, and where there can be such a post. Stored keys are permanent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.functions import FUNCTIONS

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

# Who looks after the portal must not look after who looks: these are given on the server only, never in the admin
# (docs/decisions/0017), and to nobody who administers anything.
APPOINTED_ROLES = frozenset({"log_auditor"})
ADMINISTRATOR_ROLES = frozenset({"system_administrator", "form_administrator", "site_editor"})

# They answer for what their organisation does, so they may take over, look closer and name substitutes.
LEADER_ROLES = frozenset(
    {"police_leader", "township_leader", "civil_affairs_leader", "school_leader", "signing_leader"}
)

_EVERYWHERE = frozenset(FUNCTIONS)
_SCHOOLS = frozenset({"school", "kindergarten"})
_HEALTH = frozenset({"health", "medical"})
_CIVIL_AFFAIRS = frozenset({"civil_affairs", "rescue_institution", "welfare_institution"})
# The portal has an office of its own, or is looked after where it was founded.
_PORTAL = frozenset({"portal_office", "civil_affairs", "government"})

# The functions of the organisations in which there is such a post. Who has it elsewhere has the wrong one: rights
# follow the role, so a police officer in a school would be told things that no school is told.
FUNCTIONS_OF: dict[str, frozenset[str]] = {
    # Every organisation whose people must report names one.
    "duty_reporter": _EVERYWHERE,
    "village_director": frozenset({"village_committee"}),
    "village_head": frozenset({"village_committee"}),
    "township_worker": frozenset({"government"}),
    "township_leader": frozenset({"government"}),
    "civil_affairs_officer": _CIVIL_AFFAIRS,
    "civil_affairs_leader": _CIVIL_AFFAIRS,
    "police_officer": frozenset({"police"}),
    "police_leader": frozenset({"police"}),
    "teacher": _SCHOOLS,
    "school_leader": _SCHOOLS,
    "education_officer": frozenset({"education"}),
    "health_worker": _HEALTH,
    # Law firms and legal aid stations are social organisations where they are not part of the justice bureau.
    "legal_aid_worker": frozenset({"justice", "social_organisation"}),
    "judge": frozenset({"court"}),
    "prosecutor": frozenset({"procuratorate"}),
    "womens_federation_worker": frozenset({"womens_federation"}),
    "youth_league_worker": frozenset({"youth_league"}),
    "trade_union_worker": frozenset({"trade_union"}),
    "disabled_federation_worker": frozenset({"disabled_federation"}),
    "elders_committee_worker": frozenset({"elders_committee"}),
    # Townships, villages, schools and hospitals employ their own.
    "social_worker": frozenset({"social_organisation", "government", "village_committee"})
    | _CIVIL_AFFAIRS
    | _SCHOOLS
    | _HEALTH,
    "volunteer": frozenset({"social_organisation", "village_committee", "womens_federation", "youth_league"}),
    "finance_officer": frozenset({"finance"}),
    "auditor": frozenset({"audit"}),
    "city_officer": frozenset({"civil_affairs"}),
    "province_officer": frozenset({"civil_affairs"}),
    "site_editor": _PORTAL,
    "legal_reviewer": _PORTAL | {"justice"},
    "signing_leader": _EVERYWHERE,
    "form_administrator": _PORTAL,
    "system_administrator": _PORTAL,
    "log_auditor": _PORTAL | {"audit"},
}


def fits(role: str, function: str) -> bool:
    """Is there a post of that role in an organisation of that function?"""
    return function in FUNCTIONS_OF.get(role, frozenset())


def role_choices() -> list[tuple[str, Promise]]:
    return list(ROLES.items())
