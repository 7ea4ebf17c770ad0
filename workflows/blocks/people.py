"""Who takes part in a case, and who reads what of it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks import SENSITIVITIES, KeyBlock
from portal.directory.functions import function_choices
from workflows.blocks.inputs import PARTICIPANTS, english_input, form_choices, reference_input, ticks_input, title_input

RELATION_KINDS = [
    ("duty_at_place", _("Who answers for a duty at the place")),
    ("filer", _("Who handed in the report")),
    ("above_filer", _("Who stands above those who handed it in")),
    ("named", _("Whom the form that opens the case names")),
    ("acceptor", _("Who first accepted a task")),
]


class RelationBlock(blocks.StructBlock):
    title = title_input()
    title_en = english_input(_("Title in English"))
    key = KeyBlock()
    kind = blocks.ChoiceBlock(label=_("Found how"), choices=RELATION_KINDS, default="duty_at_place")
    duty = blocks.ChoiceBlock(label=_("Duty"), choices=function_choices, required=False)
    not_filer = blocks.BooleanBlock(
        label=_("Never who handed in the report"),
        help_text=_("Of who answers for a duty: then it is who answers one level up."),
        required=False,
    )
    field = blocks.CharBlock(
        label=_("Named in the field"),
        help_text=_("Of whom the form names: the key of its question for an organisation."),
        required=False,
        max_length=60,
    )

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


class ReaderBlock(blocks.StructBlock):
    relation = reference_input(_("Who"), PARTICIPANTS)
    forms = ticks_input(_("Of which forms"), form_choices)
    sensitivities = ticks_input(_("May read answers that are"), SENSITIVITIES)

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
