"""The deadline of a task, and the ladder of what happens around it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from workflows.blocks.inputs import formula_input, ticks_input
from workflows.schema import LONGEST_DAYS, LONGEST_MINUTES, STANDARD_LADDER, URGENT_LADDER, Rung

UNITS = [
    ("minutes", _("Minutes by the clock")),
    ("office_minutes", _("Minutes of office hours")),
    ("days", _("Days by the calendar")),
    ("working_days", _("Working days")),
]
SIDES = [("before", _("Before it is due")), ("after", _("After it was due"))]
TOLD = [
    ("holder", _("Who has the task")),
    ("leader", _("The leader there")),
    ("above", _("The level above")),
]
REASSIGN = [
    ("everybody", _("Everybody there has it again")),
    ("leader", _("The leader there has it now")),
]
MARKS = [("yellow", _("Yellow")), ("red", _("Red"))]


class RungBlock(blocks.StructBlock):
    side = blocks.ChoiceBlock(label=_("When"), choices=SIDES, default="after")
    days = blocks.IntegerBlock(label=_("Days"), default=0, min_value=0, max_value=LONGEST_DAYS)
    minutes = blocks.IntegerBlock(label=_("Minutes"), default=0, min_value=0, max_value=LONGEST_MINUTES)
    tell = ticks_input(_("Who is told"), TOLD, required=False)
    mark = blocks.ChoiceBlock(label=_("Mark"), choices=MARKS, required=False)

    reassign = blocks.ChoiceBlock(label=_("Taken from who has it"), choices=REASSIGN, required=False)
    supervise = blocks.BooleanBlock(label=_("The level above gets a task: to see to it"), required=False)

    class Meta:
        icon = "bell"
        label_format = "{side} {days}"


class LadderBlock(blocks.ListBlock):
    """Rungs in any order: they are climbed by their time."""

    def __init__(self, standard: tuple[Rung, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("default", [rung.model_dump(mode="json") for rung in standard])
        super().__init__(RungBlock(), **kwargs)


class DeadlineBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label=_("How long"), min_value=1, max_value=LONGEST_MINUTES)
    unit = blocks.ChoiceBlock(label=_("Counted in"), choices=UNITS, default="minutes")
    urgent_when = formula_input(_("Urgent when"))
    urgent_minutes = blocks.IntegerBlock(
        label=_("Minutes when urgent"),
        help_text=_("By the clock, at night and on holidays too."),
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
    )
    urgent_days = blocks.IntegerBlock(
        label=_("Days when urgent"),
        help_text=_("In the place of minutes; by the calendar."),
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
    )
    ladder = LadderBlock(STANDARD_LADDER, label=_("What happens around it"))
    urgent_ladder = LadderBlock(URGENT_LADDER, label=_("What happens when urgent"))

    class Meta:
        icon = "time"
        label_format = "{minutes} {unit}"


class DeadlinesBlock(blocks.StreamBlock):
    deadline = DeadlineBlock(label=_("Deadline"))

    class Meta:
        required = False
        max_num = 1
