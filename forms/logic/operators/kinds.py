"""Sets of kinds that operators take."""

from forms.logic.types import ValueType

ANYTHING = None
TEXTS = frozenset({ValueType.TEXT})
CHOICES = frozenset({ValueType.CHOICES, ValueType.TEXT})
NUMBERS = frozenset({ValueType.NUMBER})
MOMENTS = frozenset({ValueType.DATE, ValueType.DATE_TIME})
AMOUNTS = NUMBERS | MOMENTS
CONDITIONS = frozenset({ValueType.YES_NO})
