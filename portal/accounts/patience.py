"""A growing pause after wrong passwords, for one name from one address.

The pause holds the pair only: colleagues behind the same address sign in as ever, and nobody can lock an account from
elsewhere. A second, much wider limit per name slows guessing from many addresses. No name stands in the cache in clear.
"""

from dataclasses import dataclass
from time import time

from django.core.cache import cache
from django.http import HttpRequest

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
        address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
        folded = name.strip().casefold()
        return cls(pair=_key(f"{folded}\n{address}", door), name=_key(folded, door))

    def seconds_left(self) -> int:
        """How long this pair must wait now; 0 when it need not."""
        until = max(cache.get(f"{self.pair}:until", 0.0), cache.get(f"{self.name}:until", 0.0))
        return max(0, round(until - time() + 0.5)) if until > time() else 0

    def failed(self) -> None:
        _count(self.pair, FREE_ATTEMPTS)
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
