"""What is owed, in words."""

from datetime import date

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from workflows.measuring.period import Period
from workflows.obligations.models import Owed

# What a row has come to: also the class of its colour.
STANDINGS: dict[str, str | Promise] = {
    "met": pgettext_lazy("a regular duty", "done"),
    "late": pgettext_lazy("a regular duty", "done late"),
    "missed": pgettext_lazy("a regular duty", "missed"),
    "excused": pgettext_lazy("a regular duty", "excused"),
    "open": pgettext_lazy("a regular duty", "to do"),
    "dropped": pgettext_lazy("a regular duty", "not owed any more"),
}
# What stands in a square, so that nobody has to tell colours apart.
MARKS = {"met": "✓", "late": "✓", "missed": "✕", "excused": "–", "open": "", "dropped": ""}


def standing(owed: Owed) -> str:
    """A key of STANDINGS."""
    if owed.is_missed:
        return "missed"
    return "late" if owed.was_late else str(owed.state)


def said_period(key: str) -> str:
    """In the reader's language: November 2026, Quarter 4 of 2026, Week 48 of 2026; of an expiry the day."""
    year, _dash, rest = key.partition("-")
    if rest.startswith("W"):
        return _("Week %(week)d of %(year)s") % {"week": int(rest[1:]), "year": year}
    period = Period.read(key)
    if period is None:
        return formats.date_format(date.fromisoformat(key), "DATE_FORMAT")
    if period.kind == "month":
        return formats.date_format(period.first, "YEAR_MONTH_FORMAT")
    if period.kind == "quarter":
        return _("Quarter %(quarter)d of %(year)d") % {"quarter": period.quarter, "year": period.year}
    return _("The year %(year)d") % {"year": period.year}


def last_day(owed: Owed) -> date:
    """The last day on which it is in time."""
    return timezone.localdate(owed.due_at)
