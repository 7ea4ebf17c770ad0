"""Organisations by a name of their time, who has their tasks now, and the place that a name tells."""

import unicodedata
from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.directory.models import Area, Organisation, OrganisationFormerName, OrganisationSuccession

LONGEST_PLACE = 12


def neat(name: str) -> str:
    """A name as it is kept: narrow letters and digits, one space at most."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def tidy(name: str) -> str:
    """A name as names are compared: without any space."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def place_named_in(name: str) -> Area | None:
    """The widest area of today that an organ's name begins with. A city may be of any level: only the list knows."""
    beginnings = [name[:length] for length in range(2, min(len(name), LONGEST_PLACE) + 1)]
    return Area.objects.current().filter(name__in=beginnings).order_by("level", "code").first()


def organisation_named(name: str, on: date | None = None) -> Organisation | None:
    """Whoever had that name on a day, today unless told, as that organisation is in the directory now.

    A name nobody had on that day is looked for at any time. None when nobody ever had it, or two had it. Whether the
    organisation still has its tasks is another question: `successor_of`.
    """
    day, names = on or timezone.localdate(), {tidy(name), neat(name), name.strip()}
    former = OrganisationFormerName.objects.filter(name__in=names).select_related("organisation")
    then = former.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day))
    called_so = {each.organisation for each in then if on is not None or each.valid_until}
    now = set(Organisation.objects.filter(Q(name__in=names) | Q(short_name__in=names)))
    ever = {each.organisation for each in former}
    return next((_only(found) for found in (called_so, now, ever) if found), None)


def _only(found: set[Organisation]) -> Organisation | None:
    return found.pop() if len(found) == 1 else None


def successor_of(organisation: Organisation, on: date | None = None, *, function: str = "") -> Organisation | None:
    """Who has the tasks of an organisation on a day, today unless told; of one function, when it is named.

    The organisation itself when nobody took over and it is active. None when it was closed without a successor, or
    several took over and nothing says which of them has that function.
    """
    day, seen = on or timezone.localdate(), {organisation.pk}
    while onward := _taken_over(organisation, function or organisation.function, day):
        following = {step.new for step in onward}
        if len(following) > 1:
            return None
        organisation = following.pop()
        if organisation.pk in seen:
            break
        seen.add(organisation.pk)
    return organisation if organisation.active else None


def _taken_over(organisation: Organisation, function: str, day: date) -> list[OrganisationSuccession]:
    """Who took over that function by name; else who took over everything."""
    steps = OrganisationSuccession.objects.of_tasks(function, day).filter(old=organisation).select_related("new")
    by_name = [step for step in steps if step.function]
    return by_name or list(steps)
