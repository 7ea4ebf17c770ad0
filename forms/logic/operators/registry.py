"""What an operator is: how many arguments of which kinds it takes, what it gives, and how it is computed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms.logic.types import Kind, ValueType

# None takes every kind; ANY fits everywhere.
Taken = frozenset[ValueType] | None
Gives = ValueType | Callable[[Sequence[Kind]], ValueType]


@dataclass(frozen=True)
class Operator:
    """`apply(scope, *values)`; a lazy one gets `apply(evaluation, *trees)` and asks for the values it needs."""

    key: str
    takes: tuple[Taken, ...]
    gives: Gives
    apply: Callable[..., Any]
    # Arguments that may be left away, from the end; and whether the last kind may be repeated.
    optional: int = 0
    repeated: bool = False
    # How many of the last kinds are repeated together.
    period: int = 1
    # A column of a table is taken whole instead of value by value.
    of_columns: bool = False
    lazy: bool = False
    # Written as a sign between its arguments, not as name(…).
    sign: bool = False

    def accepts(self, count: int) -> bool:
        if self.repeated and count > len(self.takes):
            return (count - len(self.takes)) % self.period == 0
        return len(self.takes) - self.optional <= count <= len(self.takes)

    def taken(self, index: int) -> Taken:
        beyond = index - len(self.takes)
        return self.takes[index] if beyond < 0 else self.takes[beyond % self.period - self.period]

    def result(self, kinds: Sequence[Kind]) -> ValueType:
        return self.gives if isinstance(self.gives, ValueType) else self.gives(kinds)

    def usage(self, name: str) -> str:
        """What to write instead, for somebody who called it by that name with the wrong number of arguments."""
        least = len(self.takes) - self.optional
        if self.period > 1:
            return _("%(name)s(…) needs a least, a most, and then a condition and its weight each.") % {"name": name}
        if self.repeated:
            return _("%(name)s(…) needs at least %(count)d values in its brackets.") % {"name": name, "count": least}
        if self.optional:
            return _("%(name)s(…) needs %(least)d to %(most)d values in its brackets.") % {
                "name": name,
                "least": least,
                "most": len(self.takes),
            }
        return _("%(name)s(…) needs exactly %(count)d values in its brackets.") % {"name": name, "count": least}


class OperatorRegistry:
    """Keys are stored in published forms and therefore permanent."""

    RESERVED = frozenset({"ref", "this", "attribute", "decimal", "literal"})

    def __init__(self) -> None:
        self._operators: dict[str, Operator] = {}

    def register(
        self, key: str, takes: Sequence[Taken], gives: Gives, **manner: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def decorate(apply: Callable[..., Any]) -> Callable[..., Any]:
            if key in self._operators or key in self.RESERVED:
                raise ValueError(f"operator {key!r} is registered twice")
            self._operators[key] = Operator(key, tuple(takes), gives, apply, **manner)
            return apply

        return decorate

    def get(self, key: str) -> Operator | None:
        return self._operators.get(key)

    def function(self, name: str) -> Operator | None:
        """The operator that a formula calls by that name."""
        operator = self._operators.get(name)
        return None if operator is None or operator.sign else operator

    def __iter__(self) -> Iterator[Operator]:
        return iter(self._operators.values())


registry = OperatorRegistry()
operator = registry.register
