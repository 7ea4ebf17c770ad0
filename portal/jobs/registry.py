"""Kinds of job. A handler takes ids as keyword arguments, looks the world up again, and may run twice.

Handlers live in a module `job_handlers.py` of an installed app, or of a package directly inside one; `discover`
imports them all when Django starts.

A handler that is slow before it writes (a PDF) is registered with `in_transaction=False` and *returns a function*:
the slow part runs without a lock on the database, the function runs in one transaction with "done".
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from django.apps import apps

HANDLERS = "job_handlers.py"
DEFAULT_MAX_ATTEMPTS = 5

Ending = Callable[[], None]
Handler = Callable[..., Ending | None]


@dataclass(frozen=True)
class JobKind:
    key: str
    handler: Handler
    max_attempts: int
    # With a transaction around it, the handler's rows and "done" commit together: exactly once.
    # Without (mail, webhooks, files): at least once.
    in_transaction: bool


class JobRegistry:
    def __init__(self) -> None:
        self._kinds: dict[str, JobKind] = {}

    def register(
        self, key: str, *, max_attempts: int = DEFAULT_MAX_ATTEMPTS, in_transaction: bool = True
    ) -> Callable[[Handler], Handler]:
        def decorate(handler: Handler) -> Handler:
            if key in self._kinds:
                raise ValueError(f"job kind {key!r} is registered twice")
            self._kinds[key] = JobKind(key, handler, max_attempts, in_transaction)
            return handler

        return decorate

    def __getitem__(self, key: str) -> JobKind:
        return self._kinds[key]

    def __contains__(self, key: object) -> bool:
        return key in self._kinds

    def max_attempts(self, key: str) -> int:
        """How often a job of that kind is tried; a kind that this release does not know is tried as often as any."""
        return self._kinds[key].max_attempts if key in self._kinds else DEFAULT_MAX_ATTEMPTS


registry = JobRegistry()
job = registry.register


def discover() -> None:
    """Import every module of handlers that is there: `<app>/job_handlers.py` and `<app>/<package>/job_handlers.py`."""
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if (folder / HANDLERS).exists():
            import_module(f"{config.name}.job_handlers")
        for found in sorted(folder.glob(f"*/{HANDLERS}")):
            import_module(f"{config.name}.{found.parent.name}.job_handlers")
