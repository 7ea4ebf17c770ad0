"""How long something is, as people say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.schema import Length


def how_long(length: Length) -> str:
    """`24 h 0 min`, `3 working days`."""
    if length.days is not None:
        n = length.days
        working = ngettext("%(n)d working day", "%(n)d working days", n)
        return (working if length.working else ngettext("%(n)d day", "%(n)d days", n)) % {"n": n}
    hours, minutes = divmod(length.minutes or 0, 60)
    words = {"hours": hours, "minutes": minutes}
    if length.working:
        return _("%(hours)d h %(minutes)d min of office hours") % words
    return _("%(hours)d h %(minutes)d min") % words
