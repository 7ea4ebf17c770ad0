"""What all formulas of one form may cost together: two hundred rows that each join two hundred others are too much."""

from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError

MOST_STEPS = 1_000_000


class Budget:
    """`left` is below zero when it is used up."""

    __slots__ = ("left",)

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Raises ExpressionError when there is nothing left."""
        self.left -= steps
        if self.left < 0:
            raise ExpressionError(_("The formulas of this form need too many steps together."))
