"""The organisations directly below one's own, with how much they have to do: in numbers, small ones unsaid."""

from dataclasses import dataclass

from django.utils import timezone

from portal.directory.functions import FUNCTIONS
from portal.directory.lines import functions_above, is_next_above
from portal.directory.models import Organisation, Post
from portal.directory.services import lies_in
from workflows.measuring.load import AGES, Load, by_organisation
from workflows.measuring.small import said_count


@dataclass(frozen=True)
class Unit:
    name: str
    load: Load

    @property
    def open(self) -> str:
        return said_count(self.load.open)

    @property
    def overdue(self) -> str:
        return said_count(self.load.overdue)

    @property
    def old(self) -> str:
        """Longer there than the last of `AGES`."""
        return said_count(self.load.ages[len(AGES)])


def below(leader: Post) -> list[Unit]:
    """Who answers to the leader's organisation, the most overdue first; who has nothing to do is left out."""
    units = {unit.pk: unit.name for unit in organisations_below(leader.organisation)}
    loads = by_organisation(units, timezone.now()) if units else {}
    found = [Unit(units[pk], load) for pk, load in loads.items()]
    return sorted(found, key=lambda unit: (-unit.load.overdue, -unit.load.open, unit.name))


def organisations_below(upper: Organisation) -> list[Organisation]:
    """One step down, as notices about late work go up."""
    functions = {key for key in FUNCTIONS if upper.function in functions_above(key)} | {upper.function}
    inside = Organisation.objects.filter(lies_in(upper.area_id, "area_id"), function__in=functions, active=True)
    return [
        unit
        for unit in inside.exclude(pk=upper.pk)
        if is_next_above(upper.function, upper.area_id, unit.function, unit.area_id)
    ]
