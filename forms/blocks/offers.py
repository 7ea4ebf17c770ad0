"""What the inputs of settings offer. Looked up when the editor is drawn: the kinds of field come after the models."""

from django.utils.functional import Promise

from portal.directory.functions import function_choices
from portal.directory.levels import LEVEL_NAMES

Offered = list[tuple[str, str | Promise]]


def levels() -> Offered:
    return [(level.name.lower(), name) for level, name in LEVEL_NAMES.items()]


def functions() -> Offered:
    return list(function_choices())


def currencies() -> Offered:
    from forms.fieldtypes.money import CURRENCIES

    return [(code, f"{code} {sign}") for code, sign in CURRENCIES.items()]


def papers() -> Offered:
    from forms.fieldtypes.papers import PAPERS

    return [(key, paper.name) for key, paper in PAPERS.items()]


def endings() -> Offered:
    from forms.intake.kinds import ALLOWED

    return [(ending, ending.upper()) for ending in ALLOWED]
