"""The organisations directly below one's own, with how much they have to do: in numbers, small ones unsaid."""

from dataclasses import dataclass

from django.utils import timezone

from portal.directory.functions import FUNCTIONS
from portal.directory.lines import functions_above, is_next_above
from portal.directory.models import Organisation, Post
from portal.directory.services import lies_in
from workflows.measuring.load import by_organisation
from workflows.measuring.told import OPEN, OVERDUE, ToldLoad, told_loads


@dataclass(frozen=True)
class Unit:
    name: str
    told: ToldLoad

    @property
    def rank(self) -> tuple[int, int, str]:
        """By what is said only: the order of a handful would tell who has more of it."""
        load = self.told.load
        counts = {OVERDUE: load.overdue, OPEN: load.open}
        overdue, there = (0 if name in self.told.hidden else -count for name, count in counts.items())
        return overdue, there, self.name


def below(leader: Post) -> list[Unit]:
    """Who answers to the leader's organisation, the most overdue first; who has nothing to do is left out."""
    units = {unit.pk: unit.name for unit in organisations_below(leader.organisation)}
    found = told_loads(by_organisation(units, timezone.now()) if units else {})
    return sorted((Unit(units[pk], one) for pk, one in found.items() if pk), key=lambda unit: unit.rank)


def organisations_below(upper: Organisation) -> list[Organisation]:
    """One step down, as notices about late work go up."""
    functions = {key for key in FUNCTIONS if upper.function in functions_above(key)} | {upper.function}
    inside = Organisation.objects.filter(lies_in(upper.area_id, "area_id"), function__in=functions, active=True)
    return [
        unit
        for unit in inside.exclude(pk=upper.pk)
        if is_next_above(upper.function, upper.area_id, unit.function, unit.area_id)
    ]
