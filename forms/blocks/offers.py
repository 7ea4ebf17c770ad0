"""What the inputs of settings offer. Looked up when the editor is drawn: the kinds of field come after the models."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.functions import function_choices
from portal.directory.levels import LEVEL_NAMES

Offered = list[tuple[str, str | Promise]]


def levels() -> Offered:
    return [(level.name.lower(), name) for level, name in LEVEL_NAMES.items()]


def functions() -> Offered:
    return list(function_choices())


def own_data() -> Offered:
    """What a browser knows of whoever fills in, by the names that HTML has for it."""
    return [
        ("name", _("their name")),
        ("street-address", _("their address")),
        ("organization", _("their place of work")),
        ("organization-title", _("their position")),
    ]


def registers() -> Offered:
    """Forms whose papers are records. By name, because models are made from blocks."""
    forms = apps.get_model("portal_forms", "Form")._default_manager
    return list(forms.filter(versions__is_register=True).order_by("title").values_list("key", "title").distinct())


def currencies() -> Offered:
    from forms.fieldtypes.money import CURRENCIES

    return [(code, f"{code} {sign}") for code, sign in CURRENCIES.items()]


def papers() -> Offered:
    from forms.fieldtypes.papers import PAPERS

    return [(key, paper.name) for key, paper in PAPERS.items()]


def endings() -> Offered:
    from forms.intake.kinds import ALLOWED

    return [(ending, ending.upper()) for ending in ALLOWED]
