"""Who answers for a duty at a place, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.directory import codes, resolving
from portal.directory.models import Area, AreaSuccession, Duty, Organisation, OrganisationSuccession
from portal.directory.naming import successor_of
from portal.directory.resolving import Resolved


@dataclass(frozen=True)
class Answer:
    """One row about the duty that somebody stands behind: the organisation in it, or who took over from that one."""

    duty: Duty
    organisation: Organisation

    @property
    def is_successor(self) -> bool:
        return self.organisation.pk != self.duty.organisation_id


@dataclass(frozen=True)
class Route:
    """The whole way from a code to an organisation. `answers` has the narrowest area first; the first one answers."""

    kind: str
    code: str
    resolved: Resolved
    searched: str
    answers: tuple[Answer, ...]
    silent: tuple[Duty, ...]

    @property
    def answer(self) -> Answer | None:
        return self.answers[0] if self.answers else None

    @property
    def one_up(self) -> Answer | None:
        """Who would answer if the first did not: where a conflict of interest goes."""
        return self.answers[1] if len(self.answers) > 1 else None


def organisation_answering(kind: str, code: str, on: date | None = None) -> Organisation | None:
    return organisations_answering([kind], code, on)[kind]


def organisations_answering(
    kinds: Collection[str], code: str, on: date | None = None
) -> dict[str, Organisation | None]:
    """Who answers for each of the duties at that place; None for nobody.

    One query when nothing has changed at the place; the way through the history only for what has. A place that was
    split goes to whoever answers for all its parts.
    """
    day = on or timezone.localdate()
    narrowest: dict[str, Any] = {}
    for duty in _rows(kinds, codes.lineage(code), day):
        narrowest.setdefault(duty.kind, duty)
    return {kind: _organisation(kind, code, narrowest.get(kind), day) for kind in kinds}


def answering_at(kind: str, places: Collection[str], on: date | None = None) -> dict[str, Organisation | None]:
    """The same of one duty for many places, in three questions; more only for those where something has changed."""
    day = on or timezone.localdate()
    lines = {code: codes.lineage(code) for code in places}
    around = list({upper for line in lines.values() for upper in line})
    changed = set(Area.objects.ended(day).filter(code__in=around).values_list("code", flat=True))
    changed |= set(AreaSuccession.objects.by(day).filter(new_id__in=around).values_list("new_id", flat=True))
    by_area: dict[str, Any] = {}
    for duty in _rows([kind], around, day):
        by_area.setdefault(duty.area_id, duty)
    found: dict[str, Organisation | None] = {}
    for code, line in lines.items():
        narrowest = next((by_area[upper] for upper in line if upper in by_area), None)
        plain = narrowest is not None and not changed & set(line) and _stands(narrowest)
        found[code] = narrowest.organisation if plain and narrowest else organisation_answering(kind, code, day)
    return found


def _organisation(kind: str, code: str, narrowest: Any, day: date) -> Organisation | None:
    if narrowest is None or narrowest.has_history or not _stands(narrowest):
        answer = route(kind, code, on=day).answer
        return answer.organisation if answer else None
    duty: Duty = narrowest
    return duty.organisation


def route(kind: str, code: str, *, on: date | None = None) -> Route:
    """Raises ValueError for what is no code; `codes.complete` reads what people type."""
    day = on or timezone.localdate()
    resolved = resolving.resolve(code, day)
    searched = resolved.common_code
    answers, silent = [], []
    for duty in _also_under_former_codes(kind, searched, day) if searched else ():
        organisation = duty.organisation if _stands(duty) else successor_of(duty.organisation, day, function=kind)
        if organisation is None:
            silent.append(duty)
        else:
            answers.append(Answer(duty, organisation))
    return Route(kind, code, resolved, searched, tuple(answers), tuple(silent))


def _also_under_former_codes(kind: str, code: str, day: date) -> list[Duty]:
    """The rows about the duty, the narrowest first. A place only renumbered keeps what it has no new row for."""
    line = codes.lineage(code)
    renamed = AreaSuccession.objects.by(day).filter(kind=AreaSuccession.Kind.RENAMED, new_id__in=line)
    now = dict(renamed.values_list("old_id", "new_id"))
    rows: list[Duty] = list(_rows([kind], [*line, *now], day))
    own = {duty.area_id for duty in rows} & set(line)
    return [duty for duty in rows if duty.area_id in own or now[duty.area_id] not in own]


def _stands(duty: Duty) -> bool:
    """Whether the organisation in the row is active and nobody took over from it. `duty` comes from `_rows`."""
    return duty.organisation.active and not duty.taken_over  # type: ignore[attr-defined]  # annotated below


def _rows(kinds: Collection[str], places: list[str], day: date) -> QuerySet[Any]:
    """The rows about the duties at those codes, with `taken_over`, and `has_history` when anything there changed."""
    took_over = OrganisationSuccession.objects.of_tasks(OuterRef("kind"), day).filter(old=OuterRef("organisation"))
    ended = Area.objects.ended(day).filter(code__in=places)
    followed = AreaSuccession.objects.by(day).filter(new_id__in=places)
    return Duty.objects.at(kinds, places).annotate(
        taken_over=Exists(took_over), has_history=Exists(ended) | Exists(followed)
    )
