"""How long after its step an effect happens."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from workflows.blocks.deadlines import UNITS
from workflows.schema import LONGEST_MINUTES


class LaterBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label=_("How long after the step"), min_value=1, max_value=LONGEST_MINUTES)
    unit = blocks.ChoiceBlock(label=_("Counted in"), choices=UNITS, default="days")
    unless_moved = blocks.BooleanBlock(
        label=_("Not if the case has moved on by then"),
        required=False,
        help_text=_("For a reminder. Without it the effect happens whatever was done in the meantime."),
    )

    class Meta:
        icon = "time"
        label_format = "{minutes} {unit}"


class LatersBlock(blocks.StreamBlock):
    later = LaterBlock(label=_("Later"))

    class Meta:
        required = False
        max_num = 1


def later_input() -> LatersBlock:
    return LatersBlock(
        label=_("Later than the step"), required=False, help_text=_("Empty: at once, when the step is taken.")
    )
