"""Ways from state to state, and what they cause."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks import KeyBlock, MoreBlock
from workflows.blocks.inputs import (
    PARTICIPANTS,
    STATES,
    TASKS,
    english_input,
    form_input,
    formula_input,
    letter_choices,
    parent_choices,
    reference_input,
    task_roles,
    ticks_input,
    title_input,
    workflow_choices,
)
from workflows.blocks.later import later_input
from workflows.pagekinds import field_choices, kind_choices, status_choices


class NotifyBlock(blocks.StructBlock):
    relation = reference_input(_("Who is told"), PARTICIPANTS)
    words = blocks.CharBlock(
        label=_("What the notice says"),
        required=False,
        max_length=200,
        help_text=_("After the number of the case. Empty: that there is something to do, or to see."),
    )
    words_en = english_input(_("What the notice says, in English"))
    later = later_input()

    class Meta:
        icon = "mail"
        label_format = "{relation}"


class PdfBlock(blocks.StructBlock):
    template = blocks.ChoiceBlock(label=_("Letter"), choices=letter_choices)
    form = form_input(_("Made from the form"), _("Empty: the form handed in with this step."))
    each = blocks.CharBlock(
        label=_("One for each row of (key)"), required=False, help_text=_("A table of the form. Empty: one document.")
    )
    to = reference_input(_("Addressed to"), PARTICIPANTS)
    title = english_input(_("Name of the document"))
    title_en = english_input(_("Name of the document in English"))
    word = blocks.BooleanBlock(label=_("Also as a Word file"), required=False)

    class Meta:
        icon = "doc-full"
        label_format = "{template}"


class TellReporterBlock(blocks.StructBlock):
    words = blocks.CharBlock(
        label=_("What the reporter reads"), required=False, help_text=_("Empty: the status of the new state.")
    )
    words_en = english_input(_("What the reporter reads, in English"))
    later = later_input()

    class Meta:
        icon = "comment"
        label_format = "{words}"


class PageFieldBlock(blocks.StructBlock):
    field = blocks.ChoiceBlock(label=_("Field of the page"), choices=field_choices)
    answer = blocks.CharBlock(label=_("Question (key)"))

    class Meta:
        icon = "download"
        label_format = "{field} ← {answer}"


class UpdatePageBlock(blocks.StructBlock):
    page = blocks.ChoiceBlock(label=_("Kind of page"), choices=kind_choices)
    status = blocks.ChoiceBlock(label=_("Its status"), choices=status_choices, required=False)
    form = form_input(_("Filled from the form"), _("The newest one of the case. Only open answers go on a page."))
    fields = blocks.ListBlock(PageFieldBlock(), label=_("What stands where"), default=[])
    later = later_input()

    class Meta:
        icon = "edit"
        label_format = "{page} {status}"


class PublishPageBlock(UpdatePageBlock):
    parent = blocks.ChoiceBlock(label=_("Below the page"), choices=parent_choices)

    class Meta:
        icon = "globe"
        label_format = "{page} {status}"


class WebhookBlock(blocks.StructBlock):
    channel = blocks.CharBlock(
        label=_("Channel (key)"), help_text=_("An administrator keeps it under “Channels of notices”.")
    )
    later = later_input()

    class Meta:
        icon = "link"
        label_format = "{channel}"


class CarriedBlock(blocks.StructBlock):
    field = blocks.CharBlock(label=_("Question of its form (key)"))
    answer = blocks.CharBlock(label=_("Taken from"), help_text=_("form.question, both by their keys"))

    class Meta:
        icon = "download"
        label_format = "{field} ← {answer}"


class StartCaseBlock(blocks.StructBlock):
    workflow = blocks.ChoiceBlock(label=_("Workflow"), choices=workflow_choices)
    fields = blocks.ListBlock(
        CarriedBlock(),
        label=_("What its form says"),
        default=[],
        help_text=_("Answers go only where they are as well protected; who reported stays here."),
    )

    class Meta:
        icon = "plus"
        label_format = "{workflow}"


class OtherEffectBlock(blocks.StructBlock):
    """An effect without an editor of its own."""

    type = blocks.CharBlock(label=_("Kind of effect (key)"))
    settings = MoreBlock(label=_("Settings (JSON)"), required=False, rows=3)
    later = later_input()

    class Meta:
        icon = "cog"
        label_format = "{type}"


class EffectsBlock(blocks.StreamBlock):
    """The names of these blocks are the effects' keys."""

    notify = NotifyBlock(label=_("Send a notice"))
    pdf = PdfBlock(label=_("Make a document"))
    tell_reporter = TellReporterBlock(label=_("Tell the reporter"))
    publish_page = PublishPageBlock(label=_("Publish a page"))
    update_page = UpdatePageBlock(label=_("Change the page"))
    webhook = WebhookBlock(label=_("Call another system"))
    start_case = StartCaseBlock(label=_("Start a case"))
    other = OtherEffectBlock(label=_("Another effect"))

    class Meta:
        required = False


class ReasonBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    key = KeyBlock()

    class Meta:
        icon = "list-ul"
        label_format = "{title}"


class TransitionBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    source = reference_input(_("From the state"), STATES, _("Empty: any state but an end, for a way beside the tasks."))
    task = reference_input(_("By finishing the task"), TASKS)
    target = reference_input(_("To the state"), STATES)
    relation = reference_input(
        _("Beside the tasks, taken by"),
        PARTICIPANTS,
        _("For what can happen at any time, and to open a case again. Such a transition names no task."),
    )
    roles = ticks_input(_("Only for these there"), task_roles, required=False)
    reasons = blocks.ListBlock(
        ReasonBlock(), label=_("Reasons to choose from"), default=[], help_text=_("Of a way beside the tasks.")
    )
    missed = blocks.BooleanBlock(
        label=_("When too few are in favour"),
        required=False,
        help_text=_("Of a state whose tasks come together. Such a transition names no task."),
    )
    guard = formula_input(_("Only possible when"))
    clock = formula_input(_("Taken by itself at"), _("A date or a time, for example min(${answers.sessions.day})"))
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
            settings=[
                "guard",
                "relation",
                "roles",
                "reasons",
                "missed",
                "clock",
                "confirmation",
                "confirmation_en",
                "key",
            ],
        )


class TransitionsBlock(blocks.StreamBlock):
    transition = TransitionBlock()

    class Meta:
        required = False
        collapsed = True
