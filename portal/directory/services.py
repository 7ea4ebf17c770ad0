"""The front door: who answers for what, what a code or a name of the past stands for, and writing that down."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from portal.directory.inheriting import came_after, holds, inherited_by, lies_in, ranges_of, within
from portal.directory.models import Area, AreaSuccession
from portal.directory.naming import organisation_named, place_named_in, successor_of
from portal.directory.resolving import Resolved, prefixes_of
from portal.directory.resolving import resolve as resolve_area
from portal.directory.routing import Answer, Route, answering_at, organisation_answering, organisations_answering, route

__all__ = [
    "Answer",
    "Resolved",
    "Route",
    "answering_at",
    "came_after",
    "holds",
    "inherited_by",
    "lies_in",
    "organisation_answering",
    "organisation_named",
    "organisations_answering",
    "place_named_in",
    "prefixes_of",
    "ranges_of",
    "record_succession",
    "resolve_area",
    "route",
    "successor_of",
    "within",
]


@transaction.atomic
def record_succession(old: Area, new: Sequence[Area], *, on: date, kind: AreaSuccession.Kind) -> None:
    """From that day the old area is over and the new ones are in its place. Said twice, it is written once."""
    old.valid_until = on - timedelta(days=1)
    old.save(update_fields=["valid_until"])
    for area in new:
        AreaSuccession.objects.update_or_create(old=old, new=area, defaults={"on": on, "kind": kind})
