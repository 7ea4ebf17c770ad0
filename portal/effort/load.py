"""How much is going on: things counted in a window of time, from one address and from anywhere.

The cache forgets by itself, and holds no address in clear. Without Redis each process counts for itself.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache

from portal.privacy.masterkeys import keyed_digest


@dataclass(frozen=True)
class Window:
    """So many are free in so many seconds."""

    free: int
    seconds: int


def count(name: str, window: Window, address: str = "") -> int:
    """How many were noted in the present window; from one address, or from anywhere."""
    return int(cache.get(_key(name, window, address), 0))


def note(name: str, window: Window, address: str = "", *, amount: int = 1) -> None:
    key = _key(name, window, address)
    cache.add(key, 0, window.seconds * 2)
    try:
        cache.incr(key, amount)
    except ValueError:  # It ran out between the two lines.
        return


def next_turn(name: str, address: str, *, seconds: int, longest: int) -> float:
    """The moment (Unix) when the next of those who wait at this address may go on, one after the other."""
    now = time()
    key = f"effort:turn:{name}:{keyed_digest(address, 'effort')}"
    turn = min(max(now, float(cache.get(key, 0.0))) + seconds, now + longest)
    cache.set(key, turn, longest)
    return turn


def _key(name: str, window: Window, address: str) -> str:
    whose = keyed_digest(address, "effort") if address else "anywhere"
    return f"effort:{name}:{whose}:{int(time()) // window.seconds}"
