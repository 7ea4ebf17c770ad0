"""What is missing or out of date in who answers for what. A handful of queries, however many villages there are."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.directory import codes
from portal.directory.codes import Level
from portal.directory.functions import FUNCTIONS
from portal.directory.gaps import gaps, usual_level
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
    areas = list(Area.objects.current().order_by("code").values_list("code", "name"))
    names = dict(areas)
    areas_at = Counter(int(codes.level_of(code)) for code in names)
    rows = _standing().values_list("kind", "area_id", "organisation__name")
    by_kind: dict[str, dict[str, str]] = {}
    for kind, code, organisation in rows:
        by_kind.setdefault(kind, {})[code] = organisation
    found = (_missing_for(kind, answered, names, areas_at) for kind, answered in sorted(by_kind.items()))
    return [each for each in found if each and each.places]


def _missing_for(
    kind: str, answered: dict[str, str], names: dict[str, str], areas_at: dict[int, int]
) -> MissingFor | None:
    least = usual_level(areas_at, Counter(int(codes.level_of(code)) for code in answered))
    if least is None:
        return None
    places = [_place(gap.code, gap.villages, names, answered) for gap in gaps(names, answered.keys(), least)]
    return MissingFor(kind, least, places)


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
