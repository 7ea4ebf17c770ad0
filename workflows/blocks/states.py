"""States, and the tasks in them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks import KeyBlock
from workflows.blocks.deadlines import DeadlinesBlock
from workflows.blocks.inputs import (
    FOR_EXAMPLE,
    PARTICIPANTS,
    english_input,
    form_input,
    reference_input,
    task_roles,
    ticks_input,
    title_input,
)

STATE_KINDS = [
    ("start", _("Start")),
    ("work", _("Work")),
    ("waiting", _("Waiting")),
    ("end", _("End")),
]


class RemarkBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    shown_when = blocks.TextBlock(label=_("Shown when"), rows=2, help_text=FOR_EXAMPLE)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    text_en = blocks.TextBlock(label=_("Text in English"), required=False, rows=2)

    class Meta:
        icon = "warning"
        label_format = "{title}"


class RemarksBlock(blocks.StreamBlock):
    remark = RemarkBlock(label=_("Remark"))

    class Meta:
        required = False


class PrefillBlock(blocks.StructBlock):
    field = blocks.CharBlock(label=_("Field of the form"))
    source = blocks.CharBlock(label=_("Taken from"), help_text=_("answers.field or form_key.field"))

    class Meta:
        icon = "download"
        label_format = "{field} ← {source}"


class TaskBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    instructions = blocks.TextBlock(label=_("What to do"), required=False, rows=3)
    instructions_en = blocks.TextBlock(label=_("What to do, in English"), required=False, rows=3)
    relation = reference_input(_("Whose task"), PARTICIPANTS)
    roles = ticks_input(_("Only for these there"), task_roles, required=False)
    form = form_input(_("Form to fill in"))
    deadline = DeadlinesBlock(label=_("Deadline"), required=False)
    remarks = RemarksBlock(label=_("Remarks"), required=False)
    section = blocks.CharBlock(
        label=_("Section of the form"), required=False, help_text=_("When several offices fill in one form: the key.")
    )
    prefill = blocks.ListBlock(PrefillBlock(), label=_("Filled in beforehand"), default=[])
    optional = blocks.BooleanBlock(
        label=_("May be left undone"),
        required=False,
        help_text=_("Finishing it moves nothing; it ends with its state."),
    )
    key = KeyBlock()

    class Meta:
        icon = "tasks"
        label = _("Task")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "instructions", "relation", "form", "deadline"],
            settings=["instructions_en", "roles", "section", "remarks", "prefill", "optional", "key"],
        )


class TasksBlock(blocks.StreamBlock):
    task = TaskBlock()

    class Meta:
        required = False
        collapsed = True


NEEDS = [
    ("all", _("All of them")),
    ("any", _("One of them")),
    ("some", _("So many of them")),
]


class JoinBlock(blocks.StructBlock):
    needs = blocks.ChoiceBlock(label=_("It goes on when done in favour are"), choices=NEEDS, default="all")
    count = blocks.IntegerBlock(label=_("How many"), default=0, min_value=0, max_value=50)
    favour = blocks.TextBlock(label=_("In favour is who says"), required=False, rows=2, help_text=FOR_EXAMPLE)
    veto = blocks.BooleanBlock(label=_("One against ends it"), required=False)

    class Meta:
        icon = "group"
        label_format = "{needs}"


class JoinsBlock(blocks.StreamBlock):
    join = JoinBlock(label=_("The tasks come together"))

    class Meta:
        required = False
        max_num = 1


class StateBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=STATE_KINDS, default="work")
    public_status = english_input(_("What the reporter reads"))
    public_status_en = english_input(_("What the reporter reads, in English"))
    tasks = TasksBlock(label=_("Tasks"), required=False)
    join = JoinsBlock(label=_("How the tasks come together"), required=False)
    key = KeyBlock()

    class Meta:
        icon = "placeholder"
        label = _("State")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "kind", "tasks", "join"],
            settings=["public_status", "public_status_en", "key"],
        )


class StatesBlock(blocks.StreamBlock):
    state = StateBlock()

    class Meta:
        required = False
        collapsed = True
