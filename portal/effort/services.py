"""Asking a sender for some effort while there is much traffic. Nothing is ever refused: it costs time, no more.

Whoever has a script in the browser computes for some seconds; whoever has none waits for their turn and presses a
button. The page shows the hotlines first, because a child in danger waits for nobody.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.access import origin
from portal.effort import load
from portal.effort.load import Window
from portal.effort.puzzles import Puzzle

__all__ = ["LIMITS", "Limit", "Window", "ask", "level_of", "note", "use", "used"]

TOKEN = "_effort"  # noqa: S105  # nosec B105 -- the name of an input
ANSWER = "_effort_answer"
EASIEST_BITS, HARDEST_BITS = 14, 19
FIRST_WAIT, LONGEST_WAIT = 5, 90


@dataclass(frozen=True)
class Limit:
    """What is free; above it, effort is asked. `anywhere` None: only each address by itself."""

    here: Window
    anywhere: Window | None = None


LIMITS = {
    # Wrong receipt codes.
    "follow": Limit(Window(20, 60), Window(300, 600)),
    # Reports begun, and reports handed in. A whole school may sit behind one address.
    "begin": Limit(Window(settings.FREE_REPORTS, 600)),
    "report": Limit(Window(settings.FREE_REPORTS, 600)),
    # Messages to an office about a report.
    "message": Limit(Window(settings.FREE_REPORTS, 600)),
}


def used(name: str, window: Window, whose: str) -> int:
    """How much of what somebody has free in the present window is used. `whose`: an address, or who it is."""
    return load.count(name, window, whose)


def use(name: str, window: Window, whose: str, *, amount: int = 1) -> None:
    load.note(name, window, whose, amount=amount)


def ask(request: HttpRequest, purpose: str) -> HttpResponse | None:
    """None when the sender may go on. Else the page that asks for effort and then sends the same form again.

    For POSTs of a few small fields and no files; the caller sends the page instead of doing what was asked.
    """
    own = request.POST
    puzzle = asked_of_program(request, purpose, token=own.get(TOKEN, ""), answer=own.get(ANSWER, ""))
    if puzzle is None:
        return None
    fields = [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]
    response = render(request, "effort/wait.html", {"puzzle": puzzle, "fields": fields}, status=429)
    response["Retry-After"] = str(puzzle.seconds_left)
    return response


def asked_of_program(request: HttpRequest, purpose: str, *, token: str, answer: str) -> Puzzle | None:
    """The same for a program, which sends the puzzle's token and its answer along: None when it may go on."""
    level = level_of(request, purpose)
    carried = Puzzle.read(token, purpose) if level else None
    if not level or (carried is not None and carried.is_done(answer)):
        return None
    return carried if carried is not None and carried.seconds_left else _new(request, purpose, level)


def note(request: HttpRequest, purpose: str) -> None:
    """One more of what the limit counts."""
    limit = LIMITS[purpose]
    load.note(purpose, limit.here, _address(request))
    if limit.anywhere is not None:
        load.note(purpose, limit.anywhere)


def level_of(request: HttpRequest, purpose: str) -> int:
    """0 while it is free; one more each time the traffic doubles."""
    limit = LIMITS[purpose]
    times = load.count(purpose, limit.here, _address(request)) // limit.here.free
    if limit.anywhere is not None:
        times = max(times, load.count(purpose, limit.anywhere) // limit.anywhere.free)
    return times.bit_length()


def _new(request: HttpRequest, purpose: str, level: int) -> Puzzle:
    seconds = min(FIRST_WAIT * 2 ** (level - 1), LONGEST_WAIT)
    turn = load.next_turn(purpose, _address(request), seconds=seconds, longest=LONGEST_WAIT)
    return Puzzle.new(purpose, bits=min(EASIEST_BITS + level - 1, HARDEST_BITS), turn=turn)


def _address(request: HttpRequest) -> str:
    return origin.sender(str(request.META.get("REMOTE_ADDR", ""))) or "unknown"


_OWN = frozenset({TOKEN, ANSWER, "csrfmiddlewaretoken"})
