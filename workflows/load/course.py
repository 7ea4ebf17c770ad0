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
    # What other offices do at the same time, each signing its section of the form.
    parts: tuple["Way", ...] = ()

    @property
    def is_part(self) -> bool:
        return not self.key


def _part(task: str, relation: str, days: float) -> Way:
    return Way("", "assessing", "assessing", task, relation, "", days, (7200, 14400))


ACCEPT = Way("accept", "reported", "accepted", "accept", "police", "", 0.1, (30, 240))
RECORD = Way("record", "accepted", "handled", "respond", "acceptor", "police_response", 1.0, (1440, 1440))
REJECT = Way("reject", "accepted", "not_accepted", "respond", "acceptor", "police_response", 1.0, (1440, 1440), True)
SEND = Way("send", "handled", "township_notified", "notify", "acceptor", "notify_township", 1.5, (1440, 1440))
SIGN = Way("sign", "township_notified", "assessing", "sign", "township", "", 2.0, (1440, 1440))
PARTS = (
    _part("assess_police", "police", 3.0),
    _part("assess_civil_affairs", "civil_affairs", 4.0),
    _part("assess_education", "education", 3.0),
    _part("assess_health", "health", 5.0),
)
ASSESS = Way(
    "assessed", "assessing", "assessed", "assess_lead", "township", "assessment", 1.0, (7200, 14400), parts=PARTS
)  # fmt: skip
WATCH = Way("watch", "assessed", "follow_up", "decide", "township", "", 1.0, (4320, 4320))
VISIT = Way("ask_to_close", "follow_up", "closing", "visit", "township", "home_visit", 20.0, (43200, 43200))
CLOSE = Way("close", "closing", "closed", "approve_closing", "township", "approval", 1.0, (4320, 4320), True)
WAYS = (ACCEPT, RECORD, SEND, SIGN, ASSESS, WATCH, VISIT, CLOSE)
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
    """Up to the first step that nobody has done yet. Of parts the first signed comes first, and the lead signs last."""
    for way in ways:
        due = began + timedelta(minutes=way.due[0 if urgent else 1])
        ends = [(part, _end(part, began, now, chance)) for part in way.parts]
        ends.sort(key=lambda one: one[1] or now)
        yield from (Step(part, began, due, ended) for part, ended in ends)
        last = ends[-1][1] if ends else began
        ended = _end(way, last, now, chance) if last and all(each for _part, each in ends) else None
        yield Step(way, began, due, ended)
        if ended is None:
            return
        began = ended


def _end(way: Way, began: datetime, now: datetime, chance: Random) -> datetime | None:
    """When somebody has done it; None when nobody has yet."""
    ended = began + timedelta(days=chance.expovariate(1 / way.days), microseconds=1)
    return None if ended > now or chance.random() < STUCK else ended
