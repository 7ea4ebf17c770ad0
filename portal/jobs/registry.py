"""Kinds of job. A handler takes ids as keyword arguments, looks the world up again, and may run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Handler(Protocol):
    def __call__(self, **ids: Any) -> None: ...


@dataclass(frozen=True)
class JobKind:
    key: str
    handler: Callable[..., None]
    max_attempts: int
    # With a transaction around it, the handler's rows and "done" commit together: exactly once.
    # Without (mail, webhooks, files): at least once.
    in_transaction: bool


class JobRegistry:
    def __init__(self) -> None:
        self._kinds: dict[str, JobKind] = {}

    def register(
        self, key: str, *, max_attempts: int = 5, in_transaction: bool = True
    ) -> Callable[[Callable[..., None]], Callable[..., None]]:
        def decorate(handler: Callable[..., None]) -> Callable[..., None]:
            if key in self._kinds:
                raise ValueError(f"job kind {key!r} is registered twice")
            self._kinds[key] = JobKind(key, handler, max_attempts, in_transaction)
            return handler

        return decorate

    def __getitem__(self, key: str) -> JobKind:
        return self._kinds[key]

    def __contains__(self, key: str) -> bool:
        return key in self._kinds


registry = JobRegistry()
job = registry.register
