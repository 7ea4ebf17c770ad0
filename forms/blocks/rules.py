"""Rules as an administrator writes them: rows of field, comparison and value, or a formula."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static

from forms.blocks.inputs import LongTextBlock
from forms.blocks.naming import NameBlock
from forms.logic.rows import COMPARISONS

# The inputs that hold the labels of fields, also in groups and shared groups, and of the columns of tables.
FIELDS = r"(?:steps-\d+-value-)?items-\d+-value-(?:items-\d+-value-)?(?:columns-\d+-value-)?label"
JOINS = [("and", _("all of these are so")), ("or", _("one of these is so"))]


class FormulaInput(forms.Textarea):
    """The page's script offers fields and functions beside it, and says at once what is wrong."""

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=[versioned_static("forms/admin/naming.js"), versioned_static("forms/admin/formula.js")],
        )


class WrittenFormulaBlock(LongTextBlock):
    def widget(self) -> forms.Textarea:
        where = reverse_lazy("wagtailsnippets_portal_forms_form:formula")
        return FormulaInput(
            attrs={"rows": self.rows, "class": "long-text", "data-formula": where, "spellcheck": "false"}
        )


class RowBlock(blocks.StructBlock):
    field = NameBlock(label=_("Field"), titles=FIELDS, required=False)
    comparison = blocks.ChoiceBlock(label=_("Comparison"), choices=list(COMPARISONS.items()), default="is")
    value = NameBlock(
        label=_("Value"), value_of="field", required=False, help_text=_("A choice, a number, a date (2026-01-31).")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["value"] and not value["field"] and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(block_errors={"field": ValidationError(_("Choose a field."))})
        return value

    class Meta:
        icon = "list-ul"
        label_format = "{field} {comparison} {value}"


class RuleBlock(blocks.StructBlock):
    """Either rows or a formula; the formula is for what rows cannot say. A row left empty is no row."""

    join = blocks.ChoiceBlock(label=_("Holds when"), choices=JOINS, default="and")
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"), default=[{"comparison": "is"}])
    formula = WrittenFormulaBlock(
        label=_("Or a formula"), required=False, rows=2, help_text=_("For example ${age} < 14 and ${danger} = 'yes'")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if self.is_deferred_validation:
            return value
        for position in reversed([number for number, row in enumerate(value["rows"]) if not row["field"]]):
            del value["rows"][position]
        if bool(value["formula"].strip()) == bool(len(value["rows"])):
            problem = ValidationError(_("Write either rows or a formula."))
            raise blocks.StructBlockValidationError(block_errors={"formula": problem})
        return value

    class Meta:
        icon = "cog"
        label_format = "{formula} {rows}"
        collapsed = True


class CheckBlock(RuleBlock):
    message = blocks.CharBlock(label=_("What the person reads when it is not so"))
    message_en = blocks.CharBlock(label=_("… in English"), required=False)

    class Meta:
        icon = "warning"
        label_format = "{message}"


class FormulaBlock(blocks.StructBlock):
    formula = WrittenFormulaBlock(label=_("Formula"), rows=2)

    class Meta:
        icon = "code"
        label_format = "{formula}"


class LogicBlock(blocks.StreamBlock):
    """The rules of one field; only those in use take room in the editor."""

    shown_when = RuleBlock(label=_("Shown when"))
    required_when = RuleBlock(label=_("Required when"))
    check = CheckBlock(label=_("Must be so"))
    computed = FormulaBlock(label=_("Computed"))
    default = FormulaBlock(label=_("Filled in beforehand"))
    choice_filter = FormulaBlock(label=_("Which choices are offered"))

    class Meta:
        icon = "cog"
        required = False
        collapsed = True
        block_counts = {
            name: {"max_num": 1} for name in ("shown_when", "required_when", "computed", "default", "choice_filter")
        }


class ShownWhenBlock(blocks.StreamBlock):
    shown_when = RuleBlock(label=_("Shown when"))

    class Meta:
        icon = "view"
        required = False
        max_num = 1
