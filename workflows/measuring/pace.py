"""How long finished tasks took and how many were in time: counted by the database, a bounded period at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.expressions import Combinable

from portal.smallcounts import is_small
from workflows.models import Task, TaskQuerySet

# Tasks that took at most so long, by the clock; the last bucket is what took longer.
SPANS = (timedelta(hours=4), timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))


@dataclass(frozen=True)
class Pace:
    """Finished tasks. `timed` had a deadline, `late` were done behind it; `spans` has one count for each bucket."""

    done: int = 0
    timed: int = 0
    late: int = 0
    took: timedelta = timedelta()
    spans: tuple[int, ...] = (0,) * (len(SPANS) + 1)

    @property
    def is_small(self) -> bool:
        """Too few to be said: a share or a time of a handful could be that of somebody."""
        return is_small(self.done)

    @property
    def mean(self) -> timedelta | None:
        return self.took / self.done if self.done else None

    @property
    def in_time(self) -> int | None:
        """Of those with a deadline, in whole percent; rounded down, so that 100 means all of them."""
        return 100 * (self.timed - self.late) // self.timed if self.timed else None

    def __add__(self, other: "Pace") -> "Pace":
        spans = tuple(one + more for one, more in zip(self.spans, other.spans, strict=True))
        numbers = (self.done + other.done, self.timed + other.timed, self.late + other.late)
        return Pace(*numbers, self.took + other.took, spans)


def paces(tasks: TaskQuerySet, by: str | Combinable, start: datetime, end: datetime) -> dict[Any, Pace]:
    """Of the tasks that were finished in that time, by a column."""
    done = tasks.filter(state=Task.State.DONE, done_at__gte=start, done_at__lt=end)
    counted = done.order_by().annotate(group=F(by) if isinstance(by, str) else by).values_list("group")
    return {group: _pace(*numbers) for group, *numbers in counted.annotate(**_counts())}


def _counts() -> dict[str, Count | Sum]:
    took = ExpressionWrapper(F("done_at") - F("made_at"), output_field=DurationField())
    timed, late = Q(due_at__isnull=False), Q(done_at__gt=F("due_at"))
    within = {
        f"n_{place}": Count("made_at", filter=Q(done_at__lte=F("made_at") + span)) for place, span in enumerate(SPANS)
    }
    counts: dict[str, Count | Sum] = {"n": Count("made_at"), "n_timed": Count("made_at", filter=timed)}
    return counts | {"n_late": Count("made_at", filter=late), "in_all": Sum(took)} | within


def _pace(done: int, timed: int, late: int, took: timedelta, *within: int) -> Pace:
    upto = [0, *within, done]
    return Pace(done, timed, late, took, tuple(upto[place + 1] - upto[place] for place in range(len(within) + 1)))
