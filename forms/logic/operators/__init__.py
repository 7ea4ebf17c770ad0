"""The closed set of operators. Each module registers its own; keys are stored in published forms and permanent."""

from forms.logic.operators import (  # noqa: F401 -- importing them registers them
    arithmetic,
    checklists,
    choices,
    comparison,
    connectives,
    conversion,
    cutting,
    dates,
    exponents,
    identity,
    places,
    rounding,
    several,
    texts,
)
from forms.logic.operators.registry import Operator, registry

__all__ = ["Operator", "registry"]
