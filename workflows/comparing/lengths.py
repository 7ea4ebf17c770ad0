"""How long a deadline is, as people say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.schema import Deadline


def how_long(deadline: Deadline) -> str:
    """`24 h 0 min`, `3 working days`."""
    if deadline.days is not None:
        n = deadline.days
        working = ngettext("%(n)d working day", "%(n)d working days", n)
        return (working if deadline.working else ngettext("%(n)d day", "%(n)d days", n)) % {"n": n}
    hours, minutes = divmod(deadline.minutes or 0, 60)
    words = {"hours": hours, "minutes": minutes}
    if deadline.working:
        return _("%(hours)d h %(minutes)d min of office hours") % words
    return _("%(hours)d h %(minutes)d min") % words
