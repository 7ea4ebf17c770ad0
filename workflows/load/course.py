"""How far a case of the load has come, and when what happened in it. Pure; follows the pack's child protection case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

# In this share of the cases nobody goes on after some step, so that old open work is there too.
STUCK = 0.01
URGENT = 0.1


@dataclass(frozen=True)
class Way:
    """One step of the workflow: the task it finishes, with its form, and the task that opens behind it."""

    key: str
    source: str
    target: str
    task: str
    # Who has the task, as the workflow names it, and the form that finishes it.
    relation: str
    form: str
    # Days until somebody does it, on average.
    days: float
    # Minutes until it is due, for urgent cases and for others.
    due: tuple[int, int]
    ends: bool = False


ACCEPT = Way("accept", "reported", "accepted", "accept", "police", "", 0.1, (30, 240))
RECORD = Way("record", "accepted", "handled", "respond", "acceptor", "police_response", 1.0, (1440, 1440))
REJECT = Way("reject", "accepted", "not_accepted", "respond", "acceptor", "police_response", 1.0, (1440, 1440), True)
SEND = Way("send", "handled", "township_notified", "notify", "acceptor", "notify_township", 1.5, (1440, 1440))
SIGN = Way("sign", "township_notified", "assessing", "sign", "township", "", 2.0, (1440, 1440), True)
WAYS = (ACCEPT, RECORD, SEND, SIGN)
WAYS_OF_UNTRUE = (ACCEPT, REJECT)


@dataclass(frozen=True)
class Step:
    """A task of the case: open since `began`, done at `ended` or not yet."""

    way: Way
    began: datetime
    due: datetime
    ended: datetime | None


@dataclass(frozen=True)
class Course:
    opened_at: datetime
    urgent: bool
    steps: tuple[Step, ...]

    @property
    def done(self) -> list[Step]:
        return [step for step in self.steps if step.ended]

    @property
    def state(self) -> str:
        return self.done[-1].way.target if self.done else ACCEPT.source

    @property
    def closed_at(self) -> datetime | None:
        return self.steps[-1].ended if self.steps[-1].way.ends else None


def course(opened_at: datetime, *, now: datetime, chance: Random) -> Course:
    """A case that began then, as it stands now."""
    urgent = chance.random() < URGENT
    ways = WAYS_OF_UNTRUE if chance.random() < 0.15 else WAYS
    return Course(opened_at, urgent, tuple(_steps(ways, opened_at, now, chance, urgent=urgent)))


def _steps(ways: tuple[Way, ...], began: datetime, now: datetime, chance: Random, *, urgent: bool) -> Iterator[Step]:
    """Up to the first step that nobody has done yet."""
    for way in ways:
        due = began + timedelta(minutes=way.due[0 if urgent else 1])
        ended = began + timedelta(days=chance.expovariate(1 / way.days), microseconds=1)
        if ended > now or chance.random() < STUCK:
            yield Step(way, began, due, None)
            return
        yield Step(way, began, due, ended)
        began = ended
