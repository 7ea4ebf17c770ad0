"""The kinds of effect by key. Keys are stored in published workflows and never change."""

from collections.abc import Iterator
from typing import Any, TypeVar

from workflows.effects.base import Effect

E = TypeVar("E", bound=type[Effect[Any]])


class EffectRegistry:
    def __init__(self) -> None:
        self._effects: dict[str, Effect[Any]] = {}

    def register(self, effect: E) -> E:
        if effect.key in self._effects:
            raise ValueError(f"effect {effect.key!r} is registered twice")
        self._effects[effect.key] = effect()
        return effect

    def __getitem__(self, key: str) -> Effect[Any]:
        return self._effects[key]

    def __contains__(self, key: object) -> bool:
        return key in self._effects

    def __iter__(self) -> Iterator[str]:
        return iter(self._effects)


registry = EffectRegistry()
register = registry.register
