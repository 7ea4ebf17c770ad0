"""A growing pause after wrong passwords, for one name from one place.

A place is a device on which this person has signed in before, known by its cookie; any other device is only its
address. So whoever knows all names of an office can hold up nobody at their usual desk: strangers' failures count for
strangers, even behind the same address. A second, much wider limit per name slows guessing from many addresses, a third
one per address trying one password with all names, and having the portal do nothing but look at passwords; known
devices are free of both. No name and no address stands in the cache in clear.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpRequest

from portal.access import origin
from portal.accounts import sessions
from portal.privacy.masterkeys import keyed_digest

FREE_ATTEMPTS = 5
FREE_ATTEMPTS_OF_A_NAME = 30
FREE_ATTEMPTS_FROM_AN_ADDRESS = 100
LONGEST_PAUSE = 5 * 60
REMEMBERED = 60 * 60


@dataclass(frozen=True)
class Patience:
    pair: str
    name: str
    # Empty on a known device.
    address: str = ""

    @classmethod
    def of(cls, request: HttpRequest | None, name: str, *, door: str = "sign-in") -> "Patience":
        """`door` is what is tried: the password and the code after it are counted apart."""
        folded = name.strip().casefold()
        if request is not None and (device := sessions.known_device(request, name.strip())):
            own = _key(f"{folded}\ndevice {device}", door)
            return cls(pair=own, name=own)
        address = origin.sender(request.META.get("REMOTE_ADDR", "")) if request is not None else ""
        everybody = _key(f"\n{address}", door) if address else ""
        return cls(pair=_key(f"{folded}\n{address}", door), name=_key(folded, door), address=everybody)

    def seconds_left(self) -> int:
        """How long this pair must wait now; 0 when it need not."""
        keys = [f"{key}:until" for key in (self.pair, self.name, self.address) if key]
        until = max(cache.get_many(keys).values(), default=0.0)
        return max(0, round(until - time() + 0.5)) if until > time() else 0

    def failed(self) -> None:
        _count(self.pair, FREE_ATTEMPTS)
        if self.name != self.pair:
            _count(self.name, FREE_ATTEMPTS_OF_A_NAME)
        if self.address:
            _count(self.address, FREE_ATTEMPTS_FROM_AN_ADDRESS)

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
