"""Where answers that point to something are looked up. The floors above register what they have to be found.

A lookup only ever finds what the person who answers may see. Who that is, the host says by `asking_as`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from portal.directory.models import Post


@dataclass(frozen=True, slots=True)
class Found:
    """`reference` is kept as the answer: it is what the thing is called by, and tells nobody more than that."""

    reference: str
    label: str


class Lookup(ABC):
    key: ClassVar[str]

    @abstractmethod
    def find(self, typed: str, *, post: Post, settings: Mapping[str, Any]) -> Found | None:
        """What was meant, if there is exactly one such thing that the post may see."""

    def options(self, *, post: Post, settings: Mapping[str, Any]) -> Sequence[Found]:
        """All there is to choose from, where that is a list one can show; none: it is typed."""
        return ()

    def label(self, reference: str) -> str:
        """What people read who may read the answer."""
        return reference


_lookups: dict[str, Lookup] = {}
_post: ContextVar[Callable[[], Post | None]] = ContextVar("answering_post", default=lambda: None)
_in_passing: ContextVar[bool] = ContextVar("in_passing", default=False)


def register(lookup: Lookup) -> None:
    """Raises ValueError for a key that is taken."""
    if lookup.key in _lookups:
        raise ValueError(f"lookup {lookup.key!r} is registered twice")
    _lookups[lookup.key] = lookup


def lookup(key: str) -> Lookup | None:
    return _lookups.get(key)


@contextmanager
def asking_as(post: Callable[[], Post | None], *, in_passing: bool = False) -> Iterator[None]:
    """What is looked up inside is looked up for that post, asked for when it is needed; for None nothing is found.

    `in_passing`: by a script that saves while somebody types; nothing is searched for that costs or leaves a trace.
    """
    token, passing = _post.set(post), _in_passing.set(in_passing)
    try:
        yield
    finally:
        _post.reset(token)
        _in_passing.reset(passing)


def is_in_passing() -> bool:
    return _in_passing.get()


def asking() -> Post | None:
    return _post.get()()
