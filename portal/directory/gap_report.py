"""What is missing or out of date in who answers for what. A handful of queries, however many villages there are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.directory import codes
from portal.directory.codes import Level
from portal.directory.functions import FUNCTIONS
from portal.directory.gaps import Place, gaps, laid_out, usual_level
from portal.directory.models import Area, Duty, Organisation, OrganisationSuccession


@dataclass(frozen=True)
class Missing:
    """A place where nobody answers at the usual level, and who answers instead, further up."""

    code: str
    name: str
    lies_in: str
    villages: int
    instead: str


@dataclass(frozen=True)
class MissingFor:
    """One duty: at which level somebody usually answers for it, and where nobody does."""

    kind: str
    level: Level
    places: list[Missing]

    @property
    def name(self) -> str:
        return str(FUNCTIONS.get(self.kind, self.kind))

    @property
    def villages(self) -> int:
        return sum(place.villages for place in self.places)

    @property
    def unanswered(self) -> int:
        return sum(not place.instead for place in self.places)


def missing() -> list[MissingFor]:
    """For each duty that anybody answers for. Two queries."""
    names = dict(Area.objects.current().order_by("code").values_list("code", "name"))
    places = laid_out(names)
    found = (_missing_for(kind, answered, names, places) for kind, answered in sorted(_who_answers().items()))
    return [each for each in found if each and each.places]


def _who_answers() -> dict[str, dict[str, str]]:
    """The name of the organisation by duty and code."""
    answered: dict[str, dict[str, str]] = {}
    for kind, code, organisation in _standing().values_list("kind", "area_id", "organisation__name"):
        answered.setdefault(kind, {})[code] = organisation
    return answered


def _missing_for(kind: str, answered: dict[str, str], names: dict[str, str], places: list[Place]) -> MissingFor | None:
    least = usual_level(_by_level(place.level for place in places), _by_level(map(codes.level_of, answered)))
    if least is None:
        return None
    found = gaps(places, answered.keys(), least)
    return MissingFor(kind, least, [_place(gap.code, gap.villages, names, answered) for gap in found])


def _by_level(levels: Iterable[Level]) -> dict[int, int]:
    return Counter(map(int, levels))


def _place(code: str, villages: int, names: dict[str, str], answered: dict[str, str]) -> Missing:
    around = codes.lineage(code)[1:]
    lies_in = "".join(names[each] for each in reversed(around) if each in names and each[2:4] != "00")
    instead = next((answered[each] for each in around if each in answered), "")
    return Missing(code, names.get(code, ""), lies_in, villages, instead)


def _standing() -> QuerySet[Duty]:
    """The rows that somebody stands behind, an active organisation or one that took over from it."""
    return Duty.objects.filter(Q(organisation__active=True) | Q(organisation__successors__new__active=True)).distinct()


def behind_the_times() -> QuerySet[Duty]:
    """Rows whose organisation is closed or was succeeded, or whose area has ended."""
    today = timezone.localdate()
    took_over = OrganisationSuccession.objects.filter(old=OuterRef("organisation"), on__lte=today, function="")
    out_of_date = Q(organisation__active=False) | Q(area__valid_until__lt=today) | Q(Exists(took_over))
    return Duty.objects.filter(out_of_date).select_related("organisation", "area").order_by("kind", "area_id")


def in_ended_areas() -> QuerySet[Organisation]:
    """Organisations in use whose place has ended."""
    today = timezone.localdate()
    return Organisation.objects.filter(active=True, area__valid_until__lt=today).select_related("area")


def doubles() -> QuerySet[Organisation]:
    """Organisations in use with the function and the place of another, where one of them answers for that duty."""
    twins = (
        Organisation.objects.filter(active=True, function=OuterRef("function"), area=OuterRef("area"))
        .order_by()
        .values("function")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    answered = Duty.objects.filter(kind=OuterRef("function"), area=OuterRef("area"))
    return Organisation.objects.filter(Exists(twins), Exists(answered), active=True).select_related("area")
