"""What happens around the day on which something is owed, in the editor."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from workflows.blocks.deadlines import SIDES, TOLD
from workflows.blocks.inputs import ticks_input
from workflows.schema import LONGEST_DAYS, LONGEST_MINUTES


class HeardBlock(blocks.StructBlock):
    """A rung of which somebody hears. Nothing can be taken from an office that owes it on every record."""

    side = blocks.ChoiceBlock(label=_("When"), choices=SIDES, default="after")
    days = blocks.IntegerBlock(label=_("Days"), default=0, min_value=0, max_value=LONGEST_DAYS)
    minutes = blocks.IntegerBlock(label=_("Minutes"), default=0, min_value=0, max_value=LONGEST_MINUTES)
    tell = ticks_input(_("Who is told"), TOLD)

    class Meta:
        icon = "bell"
        label_format = "{side} {days}"


class HeardsBlock(blocks.StreamBlock):
    rung = HeardBlock(label=_("Reminder"))

    class Meta:
        required = False
