"""Asking again and again, in a closed loop: the next question when the answer is there."""

import re
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from statistics import quantiles
from time import monotonic, sleep

from tests.walking.visitor import Visitor

PEOPLE = 8
# Of the pause between two clicks of a person: no two people in step.
UNEVEN = (0.7, 1.3, 0.4, 1.6, 1.0)
Ask = Callable[[Visitor], int]


@dataclass(frozen=True)
class Answers:
    """How many answers came in how long, and how long each took, in seconds."""

    count: int
    seconds: float
    waits: list[float]

    @property
    def p50(self) -> float:
        return percentile(self.waits, 50)

    @property
    def p95(self) -> float:
        return percentile(self.waits, 95)


class WrongAnswer(Exception):
    """What was measured is not what was meant."""


def percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def together(turns: list[list[Ask]], base_url: str, *, expect: int, pause: float = 0) -> Answers:
    """Each list of questions is asked by a person of its own, all at the same time; `pause` seconds before each, more
    or less, which no wait counts.
    """
    visitors = [Visitor(base_url) for _ in turns]
    pauses = [[pause * UNEVEN[(place + number) % len(UNEVEN)] for number in range(len(UNEVEN))]
              for place in range(len(turns))]  # fmt: skip
    began = monotonic()
    with ThreadPoolExecutor(len(turns)) as pool:
        waits = [wait for each in pool.map(_ask_all, visitors, turns, [expect] * len(turns), pauses) for wait in each]
    return Answers(len(waits), monotonic() - began, waits)


def _ask_all(visitor: Visitor, questions: list[Ask], expect: int, pauses: list[float]) -> list[float]:
    waits = []
    for ask, pause in zip(questions, cycle(pauses), strict=False):
        sleep(pause)
        began = monotonic()
        status = ask(visitor)
        waits.append(monotonic() - began)
        if status != expect:
            raise WrongAnswer(f"answered {status}, not {expect}")
    return waits


def get_repeatedly(url: str, seconds: int, *, cookies: str = "") -> int:
    """Have an address asked by eight at once; returns the number of answers. wrk costs the server little."""
    program = shutil.which("wrk")
    if program is None:
        raise SystemExit("wrk is missing: apt-get install wrk")
    done = subprocess.run(  # noqa: S603 -- our own words
        [program, "-t1", f"-c{PEOPLE}", f"-d{seconds}s", "-H", f"Cookie: {cookies}", url],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise WrongAnswer(done.stdout)
    found = re.search(r"(\d+) requests in", done.stdout)
    if found is None:
        raise WrongAnswer(done.stdout)
    return int(found[1])
