"""What an organisation is there for, and the duties it can answer for. Stored keys are permanent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FUNCTIONS: dict[str, Promise] = {
    "police": _("Police"),
    "government": _("People's government"),
    "village_committee": _("Village committee"),
    "civil_affairs": _("Civil affairs"),
    "education": _("Education"),
    "school": _("School"),
    "kindergarten": _("Kindergarten"),
    "health": _("Health"),
    "medical": _("Medical institution"),
    "justice": _("Justice"),
    "court": _("Court"),
    "procuratorate": _("Procuratorate"),
    "womens_federation": _("Women's federation"),
    "youth_league": _("Youth league"),
    "trade_union": _("Trade union"),
    "disabled_federation": _("Disabled persons' federation"),
    "elders_committee": _("Committee for the next generation"),
    "social_organisation": _("Social organisation"),
    "rescue_institution": _("Rescue institution"),
    "welfare_institution": _("Welfare institution"),
    "finance": _("Finance"),
    "audit": _("Audit"),
    "portal_office": _("Portal office"),
}


def function_choices() -> list[tuple[str, Promise]]:
    return list(FUNCTIONS.items())
