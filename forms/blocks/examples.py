"""The author's tests of a form: answers, and what must be so when they are given."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from forms.blocks.fields import MoreBlock
from forms.blocks.naming import NameBlock
from forms.blocks.rules import FIELDS

# Whatever can be shown or hidden: steps, and what stands in them.
PARTS = r"steps-\d+-value-(?:title|items-\d+-value-(?:items-\d+-value-)?(?:label|text))"
MUST_BE = [
    ("shown", _("shown")),
    ("hidden", _("hidden")),
    ("required", _("required")),
    ("optional", _("optional")),
    ("equal", _("equal to")),
    ("refused", pgettext_lazy("answers, by a form", "refused")),
    ("accepted", pgettext_lazy("answers, by a form", "accepted")),
]
VALUE_HELP = _("A choice, yes or no, a number, a date (2026-01-31). Of a table name the row and the column too.")


class CellBlock(blocks.StructBlock):
    """Names a part of the form; with a row and a column, one cell of a table."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value["row"]) != bool(value["column"]) and not self.is_deferred_validation:
            problem = ValidationError(_("A cell needs both, the row and the column."))
            raise blocks.StructBlockValidationError(block_errors={"row": problem})
        return value


class AnswerBlock(CellBlock):
    field = NameBlock(label=_("Field"), titles=FIELDS)
    row = blocks.IntegerBlock(label=_("Row"), required=False, min_value=1)
    column = NameBlock(label=_("Column"), columns_of="field", required=False)
    value = NameBlock(
        label=pgettext_lazy("to a question", "Answer"), value_of="field", required=False, help_text=VALUE_HELP
    )

    class Meta:
        icon = "edit"
        label_format = "{field} {row} {column} {value}"
        form_layout = blocks.BlockGroup(children=["field", "value"], settings=["row", "column"])


class ExpectationBlock(CellBlock):
    """Without a place it speaks of the whole form; a row and a column name one cell of a table."""

    place = NameBlock(
        label=pgettext_lazy("part of a form", "What"),
        titles=PARTS,
        required=False,
        help_text=_("Left empty it is the form as a whole."),
    )
    row = blocks.IntegerBlock(label=_("Row"), required=False, min_value=1)
    column = NameBlock(label=_("Column"), columns_of="place", required=False)
    must_be = blocks.ChoiceBlock(label=_("Must be"), choices=MUST_BE, default="shown")
    value = NameBlock(label=_("Value"), value_of="place", required=False, help_text=_("Left empty: no answer."))

    class Meta:
        icon = "check"
        label_format = "{place} {must_be} {value}"
        form_layout = blocks.BlockGroup(children=["place", "must_be", "value"], settings=["row", "column"])


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), help_text=_("What this example shows, in a few words."))
    answers = blocks.ListBlock(AnswerBlock(), label=_("When these answers are given"), default=[], collapsed=True)
    expected = blocks.ListBlock(ExpectationBlock(), label=_("This must be so"), min_num=1, collapsed=True)
    at = blocks.DateTimeBlock(
        label=_("Filled in at"), required=False, help_text=_("Left empty it is the moment of the test.")
    )
    context = MoreBlock(
        label=_("What is known beside the form (JSON)"),
        required=False,
        rows=2,
        help_text=_('What formulas may name beyond the form, for example {"case": {"situations": ["alone"]}}.'),
    )

    class Meta:
        icon = "check"
        label = _("Test")
        label_format = "{title}"
        collapsed = True
        form_layout = blocks.BlockGroup(children=["title", "answers", "expected"], settings=["at", "context"])


class ExamplesBlock(blocks.StreamBlock):
    test = ExampleBlock()

    class Meta:
        required = False
        collapsed = True
