"""The editor of a workflow: who takes part, states with their tasks, transitions with their effects, readers."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks import SENSITIVITIES, KeyBlock, MoreBlock, NameBlock
from portal.directory.functions import function_choices
from workflows.schema import LONGEST_DAYS, LONGEST_MINUTES, STANDARD_LADDER, URGENT_LADDER, Rung

RELATION_KINDS = [
    ("duty_at_place", _("Who answers for a duty at the place")),
    ("filer", _("Who handed in the report")),
    ("acceptor", _("Who first accepted a task")),
]
STATE_KINDS = [
    ("start", _("Start")),
    ("work", _("Work")),
    ("waiting", _("Waiting")),
    ("end", _("End")),
]
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
MARKS = [("yellow", _("Yellow")), ("red", _("Red"))]
# The inputs of the editor that hold the titles of parts.
PARTICIPANTS = r"relations-\d+-value-title"
STATES = r"states-\d+-value-title"
TASKS = r"states-\d+-value-tasks-\d+-value-title"

FOR_EXAMPLE = _("For example ${answers.danger_now} = 'yes', or ${police_response.risk_level} = 'high'")


def form_choices() -> list[tuple[str, str]]:
    """The forms of this portal, by their titles."""
    from forms.models import Form  # at run time: blocks are made before there are models

    return [(form.key, str(form)) for form in Form.objects.order_by("title").only("key", "title", "title_en")]


def _title() -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Title"))


def _english(label: str | Promise) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=False)


def _reference(label: str | Promise, titles: str) -> NameBlock:
    return NameBlock(label=label, titles=titles, required=False)


def _form(label: str | Promise, help_text: str | Promise = "") -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(label=label, choices=form_choices, required=False, help_text=help_text)


def _ticks(label: str | Promise, choices: Any, *, required: bool = True) -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(label=label, choices=choices, required=required, widget=CheckboxSelectMultiple)


def _formula(label: str | Promise) -> blocks.TextBlock:
    return blocks.TextBlock(
        label=label,
        required=False,
        rows=2,
        help_text=FOR_EXAMPLE,
    )


class RelationBlock(blocks.StructBlock):
    title = _title()
    title_en = _english(_("Title in English"))
    key = KeyBlock()
    kind = blocks.ChoiceBlock(label=_("Found how"), choices=RELATION_KINDS, default="duty_at_place")
    duty = blocks.ChoiceBlock(label=_("Duty"), choices=function_choices, required=False)

    class Meta:
        icon = "group"
        label = _("Taking part")
        label_format = "{title}"
        collapsed = True


class RelationsBlock(blocks.StreamBlock):
    relation = RelationBlock()

    class Meta:
        required = False
        collapsed = True


class RungBlock(blocks.StructBlock):
    side = blocks.ChoiceBlock(label=_("When"), choices=SIDES, default="after")
    days = blocks.IntegerBlock(label=_("Days"), default=0, min_value=0, max_value=LONGEST_DAYS)
    minutes = blocks.IntegerBlock(label=_("Minutes"), default=0, min_value=0, max_value=LONGEST_MINUTES)
    tell = _ticks(_("Who is told"), TOLD, required=False)
    mark = blocks.ChoiceBlock(label=_("Mark"), choices=MARKS, required=False)

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
    urgent_when = _formula(_("Urgent when"))
    urgent_minutes = blocks.IntegerBlock(
        label=_("Minutes when urgent"),
        help_text=_("By the clock, at night and on holidays too."),
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
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


class RemarkBlock(blocks.StructBlock):
    title = _title()
    title_en = _english(_("Title in English"))
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
    title = _title()
    title_en = _english(_("Title in English"))
    instructions = blocks.TextBlock(label=_("What to do"), required=False, rows=3)
    instructions_en = blocks.TextBlock(label=_("What to do, in English"), required=False, rows=3)
    relation = _reference(_("Whose task"), PARTICIPANTS)
    form = _form(_("Form to fill in"))
    deadline = DeadlinesBlock(label=_("Deadline"), required=False)
    remarks = RemarksBlock(label=_("Remarks"), required=False)
    section = blocks.CharBlock(
        label=_("Section of the form"), required=False, help_text=_("When several offices fill in one form: the key.")
    )
    prefill = blocks.ListBlock(PrefillBlock(), label=_("Filled in beforehand"), default=[])
    key = KeyBlock()

    class Meta:
        icon = "tasks"
        label = _("Task")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "instructions", "relation", "form", "deadline"],
            settings=["instructions_en", "section", "remarks", "prefill", "key"],
        )


class TasksBlock(blocks.StreamBlock):
    task = TaskBlock()

    class Meta:
        required = False
        collapsed = True


class StateBlock(blocks.StructBlock):
    title = _title()
    title_en = _english(_("Title in English"))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=STATE_KINDS, default="work")
    public_status = _english(_("What the reporter reads"))
    public_status_en = _english(_("What the reporter reads, in English"))
    tasks = TasksBlock(label=_("Tasks"), required=False)
    key = KeyBlock()

    class Meta:
        icon = "placeholder"
        label = _("State")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "kind", "tasks"], settings=["public_status", "public_status_en", "key"]
        )


class StatesBlock(blocks.StreamBlock):
    state = StateBlock()

    class Meta:
        required = False
        collapsed = True


class NotifyBlock(blocks.StructBlock):
    relation = _reference(_("Who is told"), PARTICIPANTS)

    class Meta:
        icon = "mail"
        label_format = "{relation}"


class PdfBlock(blocks.StructBlock):
    template = blocks.CharBlock(label=_("Letter (key)"))
    form = _form(_("Made from the form"), _("Empty: the form handed in with this step."))
    to = _reference(_("Addressed to"), PARTICIPANTS)
    title = _english(_("Name of the document"))
    title_en = _english(_("Name of the document in English"))

    class Meta:
        icon = "doc-full"
        label_format = "{template}"


class TellReporterBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        label=_("What the reporter reads"), required=False, help_text=_("Empty: the status of the new state.")
    )
    words_en = _english(_("What the reporter reads, in English"))

    class Meta:
        icon = "comment"
        label_format = "{words}"


class OtherEffectBlock(blocks.StructBlock):
    """An effect without an editor of its own."""

    type = blocks.CharBlock(label=_("Kind of effect (key)"))
    settings = MoreBlock(label=_("Settings (JSON)"), required=False, rows=3)

    class Meta:
        icon = "cog"
        label_format = "{type}"


class EffectsBlock(blocks.StreamBlock):
    """The names of these blocks are the effects' keys."""

    notify = NotifyBlock(label=_("Send a notice"))
    pdf = PdfBlock(label=_("Make a document"))
    tell_reporter = TellReporterBlock(label=_("Tell the reporter"))
    other = OtherEffectBlock(label=_("Another effect"))

    class Meta:
        required = False


class TransitionBlock(blocks.StructBlock):
    title = _title()
    title_en = _english(_("Title in English"))
    source = _reference(_("From the state"), STATES)
    task = _reference(_("By finishing the task"), TASKS)
    target = _reference(_("To the state"), STATES)
    guard = _formula(_("Only possible when"))
    confirmation = blocks.TextBlock(label=_("Asked before it is done"), required=False, rows=2)
    confirmation_en = blocks.TextBlock(label=_("Asked before it is done, in English"), required=False, rows=2)
    effects = EffectsBlock(label=_("What it causes"), required=False)
    key = KeyBlock()

    class Meta:
        icon = "arrow-right"
        label = _("Transition")
        label_format = "{title}: {source} → {target}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "source", "task", "target", "effects"],
            settings=["guard", "confirmation", "confirmation_en", "key"],
        )


class TransitionsBlock(blocks.StreamBlock):
    transition = TransitionBlock()

    class Meta:
        required = False
        collapsed = True


class ReaderBlock(blocks.StructBlock):
    relation = _reference(_("Who"), PARTICIPANTS)
    forms = _ticks(_("Of which forms"), form_choices)
    sensitivities = _ticks(_("May read answers that are"), SENSITIVITIES)

    class Meta:
        icon = "view"
        label = _("Reader")
        label_format = "{relation}: {forms}"
        collapsed = True


class ReadersBlock(blocks.StreamBlock):
    reader = ReaderBlock()

    class Meta:
        required = False
        collapsed = True
