"""Functions of ODK and XPath that formulas deliberately do not have, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError

CHANCE = _("“%(name)s” is not supported: a formula gives the same value whenever it is computed.")
ELSEWHERE = _(
    "“%(name)s” is not supported: a formula sees the answers of this form only. Put what is looked up into "
    "the options and their attributes."
)
PATHS = _("“%(name)s” is not supported: there are no paths. Name a field as ${key}.")
CIRCLES = _("“%(name)s” is not supported: there are no functions of angles.")
MAPS = _("“%(name)s” is not supported: forms have no points on a map.")
CODES = _("“%(name)s” is not supported: formulas compute no checksums and decode nothing.")
OTHERWISE = _("“%(name)s” is not supported; write %(instead)s.")

INSTEAD = {
    "ceil": "ceiling(…)",
    "max-selected": "count-selected(…)",
    "substring": "substr(…)",
    "upper": "upper-case(…)",
    "lower": "lower-case(…)",
    "len": "string-length(…)",
    "jr:itext": "choice-label(…)",
    "avg": "sum(…) div count(…)",
    "is-null": "not(not-empty(…))",
    "date-diff": "${b} - ${a}",
}
WHY: dict[str, Promise] = {
    **dict.fromkeys(("random", "uuid", "randomize"), CHANCE),
    **dict.fromkeys(("pulldata", "instance", "extract-signed", "property", "version", "id"), ELSEWHERE),
    **dict.fromkeys(("current", "last", "name", "local-name", "namespace-uri", "lang", "text", "node"), PATHS),
    **dict.fromkeys(("sin", "cos", "tan", "asin", "acos", "atan", "atan2"), CIRCLES),
    **dict.fromkeys(("area", "distance", "geofence"), MAPS),
    **dict.fromkeys(("digest", "base64-decode"), CODES),
}


def no_function(name: str, at: int) -> ExpressionError:
    """The error for a function that is not there."""
    if name in INSTEAD:
        return ExpressionError(OTHERWISE % {"name": name, "instead": INSTEAD[name]}, at)
    sentence = WHY.get(name, _("There is no function “%(name)s”."))
    return ExpressionError(sentence % {"name": name}, at)
