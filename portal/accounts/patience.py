"""A growing pause after wrong passwords, for one name from one place.

A place is a device on which this person has signed in before, known by its cookie; any other device is only its
address. So whoever knows all names of an office can hold up nobody at their usual desk: strangers' failures count for
strangers, even behind the same address. A second, much wider limit per name slows guessing from many addresses; known
devices are free of that too. No name stands in the cache in clear.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpRequest

from portal.accounts import sessions
from portal.privacy.masterkeys import keyed_digest

FREE_ATTEMPTS = 5
FREE_ATTEMPTS_OF_A_NAME = 30
LONGEST_PAUSE = 5 * 60
REMEMBERED = 60 * 60


@dataclass(frozen=True)
class Patience:
    pair: str
    name: str

    @classmethod
    def of(cls, request: HttpRequest | None, name: str, *, door: str = "sign-in") -> "Patience":
        """`door` is what is tried: the password and the code after it are counted apart."""
        folded = name.strip().casefold()
        if request is not None and (device := sessions.known_device(request, name.strip())):
            own = _key(f"{folded}\ndevice {device}", door)
            return cls(pair=own, name=own)
        address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
        return cls(pair=_key(f"{folded}\n{address}", door), name=_key(folded, door))

    def seconds_left(self) -> int:
        """How long this pair must wait now; 0 when it need not."""
        until = max(cache.get(f"{self.pair}:until", 0.0), cache.get(f"{self.name}:until", 0.0))
        return max(0, round(until - time() + 0.5)) if until > time() else 0

    def failed(self) -> None:
        _count(self.pair, FREE_ATTEMPTS)
        if self.name != self.pair:
            _count(self.name, FREE_ATTEMPTS_OF_A_NAME)

    def succeeded(self) -> None:
        cache.delete_many([f"{self.pair}:count", f"{self.pair}:until"])


def _key(text: str, door: str) -> str:
    return f"{door}:{keyed_digest(text, door)}"


def _count(key: str, free: int) -> None:
    cache.add(f"{key}:count", 0, REMEMBERED)
    try:
        count = cache.incr(f"{key}:count")
    except ValueError:  # It ran out between the two lines.
        return
    if count >= free:
        pause = min(LONGEST_PAUSE, 2 ** min(count - free + 1, 20))
        cache.set(f"{key}:until", time() + pause, pause)
