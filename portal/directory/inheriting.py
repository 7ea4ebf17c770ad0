"""Who has the work of organisations of the past, and which codes belong to a place now.

An organisation inherits from one that it took over from (OrganisationSuccession), and from its like in a place that was
renumbered to, or merged into, its own, when it answers there now for what the other one answered for. Where several
took over and nothing says which of them has it, nobody inherits: an administrator has to say so.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from portal.directory import codes
from portal.directory.models import AreaSuccession, Duty, Organisation, OrganisationSuccession
from portal.directory.naming import successor_of
from portal.directory.resolving import prefixes_of
from portal.directory.routing import organisation_answering

A_PAST = """
    EXISTS (SELECT 1 FROM directory_organisationsuccession was WHERE was.new_id = directory_post.organisation_id)
    OR EXISTS (SELECT 1 FROM directory_areasuccession was WHERE was.new_id = directory_organisation.area_id)
"""

Ids = set[int]
Key = TypeVar("Key", int, str)


def has_a_past() -> RawSQL:
    """For a query of posts with their organisations: anything became that organisation, or its place.

    Written out, for it is asked at each request: the ORM takes longer to write it than the database to answer.
    """
    return RawSQL(A_PAST, (), output_field=BooleanField())  # noqa: S611  # nosec B611 -- a constant


def inherited_by(organisation: Organisation, on: date | None = None) -> Ids:
    """The organisations whose work this one has on a day, today unless told; also by way of others in between."""
    day = on or timezone.localdate()
    found: Ids = set()
    waiting = [organisation]
    while waiting:
        heirs = {organisation.pk, *(each.pk for each in waiting)}
        steps = (_taken_over_by(each, day) | _in_places_that_became(each, day, heirs) for each in waiting)
        new = set[int]().union(*steps) - found - {organisation.pk}
        waiting = list(Organisation.objects.filter(pk__in=new)) if new else []
        found |= new
    return found


def came_before(organisations: Collection[int]) -> Ids:
    """Those themselves and all they have anything from, whatever it was: for rules that no change may slip."""
    day, found, waiting = timezone.localdate(), set(organisations), set(organisations)
    while waiting:
        here = Organisation.objects.filter(pk__in=waiting)
        steps = (_in_places_that_became(each, day, found) for each in here)
        waiting = _one_step_back(waiting).union(*steps) - found
        found |= waiting
    return found


def came_after(organisations: Collection[int]) -> Ids:
    """Those themselves and all that have anything from them."""
    later = _closure(organisations, _one_step_on)
    like = (_now_instead_of(each, timezone.localdate()) for each in Organisation.objects.filter(pk__in=later))
    return later | {each.pk for each in like if each is not None}


def ranges_of(code: str, on: date | None = None) -> list[tuple[str, str]]:
    """First code of, and first code behind, each range of codes that lies in that place, or did before it changed.

    The code may be an old one of a place that was only renumbered.
    """
    day = on or timezone.localdate()
    prefixes = prefixes_of(_present_code(code, day), day)
    return [codes.bounds(prefix.ljust(codes.CODE_LENGTH, "0")) for prefix in prefixes]


def lies_in(code: str, column: str) -> Q:
    """For queries: the column holds a code of that place, old or new."""
    return within(ranges_of(code), column)


def within(ranges: Iterable[tuple[str, str]], column: str) -> Q:
    """The same for ranges that were looked up before."""
    return reduce(or_, (_between(first, behind, column) for first, behind in ranges))


def _between(first: str, behind: str, column: str) -> Q:
    """A village is one code: said so, an index that goes on with something else has what is there in that order."""
    if int(behind) - int(first) == 1:
        return Q(**{column: first})
    return Q(**{f"{column}__gte": first, f"{column}__lt": behind})


def holds(code: str, other: str) -> bool:
    """Does the other code lie in that place, or did it? What is told by the digits alone needs no look at the past."""
    first, behind = codes.bounds(code)
    return first <= other < behind or any(first <= other < behind for first, behind in ranges_of(code))


def _taken_over_by(organisation: Organisation, day: date) -> Ids:
    past = _closure([organisation.pk], lambda ids: _one_step_back(ids, day)) - {organisation.pk}
    found = Organisation.objects.filter(pk__in=past) if past else ()
    return {each.pk for each in found if successor_of(each, day) == organisation}


def _in_places_that_became(organisation: Organisation, day: date, heirs: Ids) -> Ids:
    """Its like in the places before its own, for whose duty there one of the heirs answers now."""
    places = _closure([organisation.area_id], lambda ids: _places_before(ids, day)) - {organisation.area_id}
    if not places:
        return set()
    like = Organisation.objects.filter(area_id__in=places, function=organisation.function).exclude(pk=organisation.pk)
    return {each.pk for each in like if (now := _now_instead_of(each, day)) is not None and now.pk in heirs}


def _now_instead_of(organisation: Organisation, day: date) -> Organisation | None:
    """Who answers now for what it answered for at its own place; None while that is itself, or when it never did."""
    own = Duty.objects.filter(kind=organisation.function, area=organisation.area_id, organisation=organisation)
    if not own.exists():
        return None
    answering = organisation_answering(organisation.function, organisation.area_id, day)
    return answering if answering != organisation else None


def _one_step_back(organisations: Iterable[int], day: date | None = None) -> Ids:
    steps = OrganisationSuccession.objects.filter(new_id__in=organisations, on__lte=day or timezone.localdate())
    return set(steps.values_list("old_id", flat=True))


def _one_step_on(organisations: Iterable[int]) -> Ids:
    steps = OrganisationSuccession.objects.filter(old_id__in=organisations, on__lte=timezone.localdate())
    return set(steps.values_list("new_id", flat=True))


def _places_before(places: Iterable[str], day: date) -> set[str]:
    steps = AreaSuccession.objects.by(day).filter(new_id__in=places).exclude(kind=AreaSuccession.Kind.SPLIT)
    return set(steps.values_list("old_id", flat=True))


def _present_code(code: str, day: date) -> str:
    """The code that a place which was only renumbered has now."""
    renamed = AreaSuccession.objects.by(day).filter(kind=AreaSuccession.Kind.RENAMED).exclude(new_id=F("old_id"))
    seen = {code}
    while (now := renamed.filter(old_id=code).values_list("new_id", flat=True).first()) and now not in seen:
        seen.add(now)
        code = now
    return code


def _closure(start: Iterable[Key], step: Callable[[set[Key]], set[Key]]) -> set[Key]:
    """All that can be reached, each looked at once."""
    found = waiting = set(start)
    while waiting:
        waiting = step(waiting) - found
        found = found | waiting
    return found
