"""Two versions of an obligation compared, in sentences. Asks no database."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms.schema import Rule
from portal.directory.functions import FUNCTIONS
from portal.directory.roles import ROLES
from portal.words import spoken
from workflows.blocks.deadlines import SIDES, TOLD
from workflows.obligations.models import Obligation
from workflows.obligations.schema import ObligationSchema
from workflows.schema import Rung

# Each field of the schema; one without a name fails a test.
NAMES: dict[str, str | Promise] = {
    "schema_version": gettext_lazy("version of the format"),
    "key": gettext_lazy("key"),
    **{
        field.name: field.verbose_name
        for field in Obligation._meta.concrete_fields
        if field.name in ObligationSchema.model_fields and field.name != "key"
    },
}


def differences(old: ObligationSchema, new: ObligationSchema) -> list[str]:
    """None when both say the same. In the reader's language."""
    return list(_sentences(old, new))


def _sentences(old: ObligationSchema, new: ObligationSchema) -> Iterator[str]:
    for name, called in NAMES.items():
        if name == "ladder":
            was, now = list(map(_rung, old.ladder)), list(map(_rung, new.ladder))
            yield from (_("No longer: %(what)s.") % {"what": said} for said in was if said not in now)
            yield from (_("Now also: %(what)s.") % {"what": said} for said in now if said not in was)
            continue
        before, after = _said(name, getattr(old, name)), _said(name, getattr(new, name))
        if before != after:
            yield _("%(what)s: “%(old)s” became “%(new)s”.") % {"what": called, "old": before, "new": after}


def _said(name: str, value: Any) -> str:
    if isinstance(value, Rule):
        return value.formula
    if isinstance(value, dict):
        return spoken(value)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, tuple):
        return "、".join(str(ROLES.get(one, one)) for one in value)
    named: dict[str, dict[str, Any]] = {
        "every": dict(Obligation.Every.choices),
        "who": dict(Obligation.Who.choices),
        "duty": dict(FUNCTIONS),
    }
    choices = named.get(name, {})
    return str(choices.get(value, "–" if value is None else value))


def _rung(rung: Rung) -> str:
    told = "、".join(str(dict(TOLD)[one]) for one in rung.tell)
    words = {"side": dict(SIDES)[rung.side], "days": rung.days, "minutes": rung.minutes, "told": told}
    return _("%(side)s, %(days)d days %(minutes)d minutes: %(told)s") % words
