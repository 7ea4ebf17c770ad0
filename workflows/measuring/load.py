"""Who has how much to do: open tasks counted by person and by organisation, with how long they have been there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber
from django.db.models.lookups import LessThanOrEqual

from workflows.models import Task, TaskQuerySet

# Tasks that have been there for at most so long; the last bucket is what is older.
AGES = (timedelta(days=3), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True)
class Load:
    """Open tasks. `ages` has one count for each of `AGES`, and one for what is older."""

    open: int = 0
    urgent: int = 0
    overdue: int = 0
    ages: tuple[int, ...] = (0,) * (len(AGES) + 1)

    @property
    def old(self) -> int:
        """Longer there than the last of `AGES`."""
        return self.ages[-1]

    def __add__(self, other: "Load") -> "Load":
        ages = tuple(one + more for one, more in zip(self.ages, other.ages, strict=True))
        return Load(self.open + other.open, self.urgent + other.urgent, self.overdue + other.overdue, ages)


def by_person(tasks: TaskQuerySet, now: datetime) -> dict[int | None, Load]:
    """By the post that has them; under None what nobody has accepted."""
    return _loads(tasks.open(), "assignee", now)


def by_organisation(organisations: Collection[int], now: datetime) -> dict[int, Load]:
    """Of those that have anything to do. Counts only: what the tasks are is for those whose they are."""
    return _loads(Task.objects.open().filter(organisation__in=organisations), "organisation", now)


def by_step(tasks: TaskQuerySet, now: datetime) -> dict[str, Load]:
    """By the key of the task in its workflow."""
    return _loads(tasks.open(), "key", now)


def by_area(tasks: TaskQuerySet, cut: Combinable, now: datetime) -> dict[str, Load]:
    """By the place that `cut` makes of that of the organisation."""
    return _loads(tasks.open().annotate(area=cut), "area", now)


def first_of_each(tasks: TaskQuerySet, most: int) -> list[UUID]:
    """The first tasks of every person, in the order of the inbox. Keys only, so that no case is looked at for it."""
    order = [F("urgent").desc(), F("due_at").asc(nulls_last=True), F("made_at").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("assignee"), order_by=order)
    ranked = tasks.open().order_by().annotate(place=place).filter(LessThanOrEqual(F("place"), most))
    return list(ranked.values_list("pk", flat=True))


def _loads(tasks: TaskQuerySet, column: str, now: datetime) -> dict[Any, Load]:
    counted = tasks.order_by().values_list(column).annotate(**_counts(now))
    return {
        key: Load(opened, urgent, late, _buckets(opened, younger)) for key, opened, urgent, late, *younger in counted
    }


def _counts(now: datetime) -> dict[str, Count]:
    younger = {f"n_{age.days}_days": Count("made_at", filter=Q(made_at__gt=now - age)) for age in AGES}
    urgent, late = Count("made_at", filter=Q(urgent=True)), Count("made_at", filter=Q(due_at__lt=now))
    return {"n_open": Count("made_at"), "n_urgent": urgent, "n_late": late, **younger}


def _buckets(opened: int, younger: Sequence[int]) -> tuple[int, ...]:
    """Each count of those younger than an age has the ones before in it."""
    return tuple(high - low for low, high in pairwise([0, *younger, opened]))
