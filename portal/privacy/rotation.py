"""Rotation: every data key is wrapped anew under the current master key. What it sealed stays as it is.

Batch by batch in short transactions, so nobody waits for it; killed anywhere, it goes on with what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from portal.privacy import sealing
from portal.privacy.keyproviders import provider
from portal.privacy.models import DataKey, DataKeyQuerySet
from portal.privacy.sealing import Unreadable

BATCH = 200


@dataclass(frozen=True)
class Standing:
    """One master key version, and how many living data keys it wraps."""

    version: str
    keys: int
    is_given: bool
    is_current: bool

    @property
    def is_retirable(self) -> bool:
        """Whether nothing is lost when the operator takes this version away."""
        return not self.keys and not self.is_current


def standings() -> list[Standing]:
    """Every version that is given here or wraps a data key."""
    given, current = provider().versions, provider().current
    counted = DataKey.objects.alive().values_list("master_version").annotate(n=Count("pk")).order_by()
    keys = {**dict.fromkeys(given, 0), **dict(counted)}
    return [Standing(version, n, version in given, version == current) for version, n in sorted(keys.items(), key=_age)]


def _age(counted: tuple[str, int]) -> tuple[int, str]:
    """Version 9 before version 10."""
    return len(counted[0]), counted[0]


def outdated() -> DataKeyQuerySet:
    return DataKey.objects.outdated(provider().current, provider().method)


@dataclass(frozen=True)
class Step:
    """What one batch did. `behind` is where the next one begins."""

    rewrapped: int
    unreadable: int
    behind: UUID


def steps(behind: UUID | None = None) -> Iterator[Step]:
    """Re-wrap one batch for each step taken, until none is left behind that place.

    A key that does not open (damaged) is counted and stays as it was. Raises MissingMasterKey.
    """
    while keys := list(_next(behind)):
        behind = keys[-1].pk
        readable = [key for key in keys if _rewrap(key)]
        written = _write(readable)
        yield Step(written, len(keys) - len(readable), behind)


def _next(behind: UUID | None) -> DataKeyQuerySet:
    keys = outdated().order_by("pk")
    return (keys.filter(pk__gt=behind) if behind else keys)[:BATCH]


def _rewrap(key: DataKey) -> bool:
    """In memory only."""
    try:
        sealing.wrap(sealing.open_key(key), key)
    except Unreadable:
        return False
    return True


@transaction.atomic
def _write(keys: list[DataKey]) -> int:
    """Only where the key is still alive: one that was erased since it was read must not come back."""
    return sum(
        DataKey.objects.alive()
        .filter(pk=key.pk)
        .update(wrapped=key.wrapped, master_version=key.master_version, wrapping=key.wrapping)
        for key in keys
    )
