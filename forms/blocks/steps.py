"""Steps and what can stand in one."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks.copying import CopyingStreamBlock
from forms.blocks.families import FAMILIES
from forms.blocks.fields import SENSITIVITIES, KeyBlock, question_block
from forms.blocks.folding import FoldedBlock
from forms.blocks.inputs import LongTextBlock
from forms.blocks.naming import NameBlock
from forms.blocks.picking import PickBlock, shared_groups
from forms.blocks.rules import ShownWhenBlock
from forms.blocks.sections import SECTIONS

TONES = [("plain", _("plain")), ("warning", _("warning")), ("danger", _("danger: with a big button to call 110"))]


class ColumnsBlock(CopyingStreamBlock):
    """The columns of a table: any field."""


class TableBlock(FoldedBlock):
    label = blocks.CharBlock(label=_("Label"))
    label_en = blocks.CharBlock(label=_("Label in English"), required=False)
    key = KeyBlock()
    hint = LongTextBlock(label=_("Hint"), required=False, rows=2)
    hint_en = LongTextBlock(label=_("Hint in English"), required=False, rows=2)
    sensitivity = blocks.ChoiceBlock(label=_("Who may read the answer"), choices=SENSITIVITIES, default="open")
    least_rows = blocks.IntegerBlock(label=_("At least (rows)"), default=0, min_value=0)
    most_rows = blocks.IntegerBlock(label=_("At most (rows)"), default=200, min_value=1)
    columns = ColumnsBlock([(name, question_block(name)) for name in FAMILIES], label=_("Columns"))
    logic = ShownWhenBlock(label=_("Rules"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        label_format = "{label}"
        group = _("Other")
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["label", "label_en", "columns", "logic"],
            settings=["hint", "hint_en", "sensitivity", "least_rows", "most_rows", "key"],
        )


class NoteBlock(FoldedBlock):
    text = LongTextBlock(label=_("Text"), rows=3)
    text_en = LongTextBlock(label=_("Text in English"), required=False, rows=3)
    tone = blocks.ChoiceBlock(label=_("Tone"), choices=TONES, default="plain")
    key = KeyBlock()
    logic = ShownWhenBlock(label=_("Rules"), required=False)

    class Meta:
        icon = "help"
        label = _("Note to read")
        label_format = "{text}"
        group = _("Other")
        collapsed = True


def _leaves() -> list[tuple[str, blocks.Block]]:
    return [*((name, question_block(name)) for name in FAMILIES), ("table", TableBlock()), ("note", NoteBlock())]


class LeavesBlock(CopyingStreamBlock):
    """What a shared group is made of: everything but groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(_leaves(), **kwargs)


class GroupBlock(FoldedBlock):
    label = blocks.CharBlock(label=_("Label"))
    label_en = blocks.CharBlock(label=_("Label in English"), required=False)
    key = KeyBlock()
    hint = LongTextBlock(label=_("Hint"), required=False, rows=2)
    hint_en = LongTextBlock(label=_("Hint in English"), required=False, rows=2)
    shared = PickBlock(
        label=_("Shared group"),
        offers=shared_groups,
        help_text=_("Its fields stand here then, in place of those below."),
    )
    items = CopyingStreamBlock(_leaves(), label=_("What is asked"))
    logic = ShownWhenBlock(label=_("Rules"), required=False)

    class Meta:
        icon = "group"
        label = _("Group of fields")
        label_format = "{label}"
        group = _("Other")
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["label", "label_en", "shared", "items", "logic"],
            settings=["hint", "hint_en", "key"],
        )


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    title_en = blocks.CharBlock(label=_("Title in English"), required=False)
    intro = LongTextBlock(label=_("Introduction"), required=False, rows=2)
    intro_en = LongTextBlock(label=_("Introduction in English"), required=False, rows=2)
    key = KeyBlock()
    section = NameBlock(
        label=_("Section"),
        titles=SECTIONS,
        required=False,
        help_text=_("Only in a form that several offices fill in: whose step this is."),
    )
    items = CopyingStreamBlock([*_leaves(), ("group", GroupBlock())], label=_("What is asked"))
    logic = ShownWhenBlock(label=_("Rules"), required=False)

    class Meta:
        icon = "form"
        label = _("Step")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(
            children=["title", "title_en", "items", "logic"],
            settings=["intro", "intro_en", "section", "key"],
        )


class StepsBlock(CopyingStreamBlock):
    step = StepBlock()
