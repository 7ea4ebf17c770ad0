"""The author's scenarios: made-up cases, and what must come of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.directory.roles import role_choices
from workflows.blocks.deadlines import TOLD
from workflows.blocks.inputs import PARTICIPANTS, STATES, TASKS, WAYS, reference_input, ticks_input
from workflows.blocks.transitions import EffectsBlock
from workflows.scenarios import LONGEST_DAYS, LONGEST_MINUTES, MOST_STEPS

DOES = [
    ("finish", _("A task is finished")),
    ("accept", _("A task is accepted")),
    ("take", _("A way beside the tasks is taken")),
    ("wait", _("Only the clock goes on")),
]
CLIMBED = [
    *TOLD,
    ("reassign", _("It is taken from who has it")),
    ("supervise", _("The level above has to see to it")),
]


def effect_choices() -> list[tuple[str, Any]]:
    return [(name, block.label) for name, block in EffectsBlock.base_blocks.items() if name != "other"]


class AnswerBlock(blocks.StructBlock):
    field = blocks.CharBlock(label=_("Question"))
    value = blocks.CharBlock(
        label=pgettext_lazy("to a question", "Answer"),
        required=False,
    )

    class Meta:
        icon = "edit"
        label_format = "{field} = {value}"


class OutcomeBlock(blocks.StructBlock):
    """What is left empty is not looked at."""

    state = reference_input(_("The case is in the state"), STATES)
    open = blocks.ListBlock(reference_input(_("Task"), TASKS), label=_("Exactly these tasks are open"), default=[])
    told = blocks.ListBlock(reference_input(_("Who"), PARTICIPANTS), label=_("Exactly these got a notice"), default=[])
    effects = ticks_input(_("Exactly these effects"), effect_choices, required=False)
    climbed = ticks_input(_("Done about what is late"), CLIMBED, required=False)
    refused = blocks.BooleanBlock(label=_("The step is not possible"), required=False)

    class Meta:
        icon = "check"
        form_layout = blocks.BlockGroup(children=["state", "open", "refused"], settings=["told", "effects", "climbed"])


class ScenarioStepBlock(blocks.StructBlock):
    days = blocks.IntegerBlock(label=_("Days later"), default=0, min_value=0, max_value=LONGEST_DAYS)
    minutes = blocks.IntegerBlock(label=_("Minutes later"), default=0, min_value=0, max_value=LONGEST_MINUTES)
    does = blocks.ChoiceBlock(label=_("What happens"), choices=DOES, default="finish")
    task = reference_input(_("Which task"), TASKS)
    transition = reference_input(_("By the transition"), WAYS)
    by = reference_input(_("Who does it"), PARTICIPANTS)
    role = blocks.ChoiceBlock(label=_("In the role"), choices=role_choices, required=False)
    answers = blocks.ListBlock(AnswerBlock(), label=_("What its form says"), default=[], collapsed=True)
    expected = OutcomeBlock(label=_("Then this must be so"))

    class Meta:
        icon = "arrow-right"
        label_format = "{does}: {task} {transition}"
        form_layout = blocks.BlockGroup(
            children=["does", "task", "transition", "answers", "expected"], settings=["days", "minutes", "by", "role"]
        )


class ScenarioBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("What this example shows, in a few words."))
    answers = blocks.ListBlock(AnswerBlock(), label=_("What the report says"), default=[], collapsed=True)
    at = blocks.DateTimeBlock(label=_("Reported at"), required=False, help_text=_("Left empty it is a Monday at nine."))
    expected = OutcomeBlock(label=_("When it has come in, this must be so"))
    steps = blocks.ListBlock(
        ScenarioStepBlock(), label=_("What happens then"), default=[], max_num=MOST_STEPS, collapsed=True
    )

    class Meta:
        icon = "check"
        label = _("Scenario")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(children=["title", "answers", "steps"], settings=["at", "expected"])


class ScenariosBlock(blocks.StreamBlock):
    scenario = ScenarioBlock()

    class Meta:
        required = False
        collapsed = True
