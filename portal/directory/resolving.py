"""What a code stands for on a day: the place itself, or what came after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.directory import codes
from portal.directory.models import Area, AreaSuccession


@dataclass(frozen=True)
class Resolved:
    """The places a code stands for, and how one got there.

    One place: that is it. Several: the place was split, somebody has to choose. None: nobody knows the code.
    """

    code: str
    areas: tuple[Area, ...] = ()
    steps: tuple[AreaSuccession, ...] = ()

    @property
    def area(self) -> Area | None:
        """The place, when there is no doubt."""
        return self.areas[0] if len(self.areas) == 1 else None

    @property
    def asks(self) -> bool:
        return len(self.areas) > 1

    @property
    def common_code(self) -> str:
        """The narrowest code that all the places lie in, the code itself when none is known; "" for no such code."""
        lines = [codes.lineage(area.code) for area in self.areas] or [codes.lineage(self.code)]
        shared = set(lines[0]).intersection(*lines[1:])
        return next((code for code in lines[0] if code in shared), "")


def resolve(code: str, on: date | None = None) -> Resolved:
    """What that code stands for on a day, today unless told.

    A place that has ended leads to its successors, and they to theirs. One without successors stays what it is. A code
    that nobody knows leads to what came after the narrowest known place around it, if that one has ended.
    Raises ValueError for what is no code; `codes.complete` reads what people type.
    """
    day = on or timezone.localdate()
    around = {area.code: area for area in Area.objects.filter(code__in=codes.lineage(code))}
    known = next((around[each] for each in codes.lineage(code) if each in around), None)
    if known is None or (known.code != code and not has_ended(known, day)):
        return Resolved(code)
    areas, steps = _follow(known, day)
    unknown_and_nothing_after = known.code != code and not steps
    return Resolved(code) if unknown_and_nothing_after else Resolved(code, areas, steps)


def has_ended(area: Area, day: date) -> bool:
    return area.valid_until is not None and area.valid_until < day


def _follow(start: Area, day: date) -> tuple[tuple[Area, ...], tuple[AreaSuccession, ...]]:
    """All ends of the ways from there, each once; a way that comes back to where it was ends there."""
    ends: dict[str, Area] = {}
    steps: list[AreaSuccession] = []
    seen, waiting = {start.code}, [start]
    while waiting:
        onward = _successions([area for area in waiting if has_ended(area, day)], day)
        went_on = {step.old_id for step in onward}
        ends |= {area.code: area for area in waiting if area.code not in went_on}
        steps += onward
        following = {step.new_id: step.new for step in onward if step.new_id not in seen}
        seen |= set(following)
        waiting = list(following.values())
    return tuple(ends.values()), tuple(steps)


def _successions(ended: Iterable[Area], day: date) -> list[AreaSuccession]:
    return list(AreaSuccession.objects.by(day).filter(old__in=ended).select_related("old", "new"))


def prefixes_of(code: str, on: date | None = None) -> list[str]:
    """What the codes of everything in that place begin with: its own digits, and those of the places it came from.

    For questions about the past: what happened in a village before it was renumbered happened there, and what happened
    in a county before it came to this prefecture happened in what is part of it now.
    """
    day = on or timezone.localdate()
    found, waiting = {code}, {code}
    while waiting:
        waiting = {old for each in waiting for old in _came_into(each, day)} - found
        found |= waiting
    return _narrowed(codes.prefix(each) for each in found)


def _came_into(code: str, day: date) -> set[str]:
    """The places outside of that one which were renumbered to, or merged into, it or something in it."""
    first, behind = codes.bounds(code)
    steps = AreaSuccession.objects.by(day).exclude(kind=AreaSuccession.Kind.SPLIT)
    within = steps.filter(new_id__gte=first, new_id__lt=behind)
    # What moved inside the place begins with its digits anyway; the place itself may have been one of several.
    moved_in = within.exclude(Q(old_id__gte=first, old_id__lt=behind) & ~Q(old_id=code))
    return set(moved_in.values_list("old_id", flat=True))


def _narrowed(prefixes: Iterable[str]) -> list[str]:
    """In order, without those that begin with another one of them."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not kept or not prefix.startswith(kept[-1]):
            kept.append(prefix)
    return kept
