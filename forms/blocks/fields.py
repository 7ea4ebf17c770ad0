"""One block per family of field. A family decides which types can be chosen and which settings have an input."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks.families import FAMILIES, Family, type_choices
from forms.blocks.folding import FoldedBlock
from forms.blocks.inputs import DayBlock, LongTextBlock
from forms.blocks.pasting import PastingListBlock
from forms.blocks.picking import PickBlock, option_lists
from forms.blocks.rules import LogicBlock

SENSITIVITIES = [
    ("open", _("Open to everybody who works on it")),
    ("personal", _("Personal")),
    ("sensitive", _("Sensitive: health, violence, family")),
    ("reporter", _("Tells who reports")),
]


def KeyBlock() -> blocks.CharBlock:  # noqa: N802 -- used as a block class
    return blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]{0,59}$",
        required=False,
        label=_("Key"),
        help_text=_("Made from the label when empty; it stays when the label changes."),
        error_messages={"invalid": _("A key has small letters, digits and _ and begins with a letter.")},
    )


class AttributesBlock(blocks.CharBlock):
    """`name=value; name=value`."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if not all(re.fullmatch(r"[a-z][a-z0-9_]{0,59}=.+", pair.strip()) for pair in value.split(";") if pair.strip()):
            raise ValidationError(_("Write name=value, with ; between; a name has small letters, digits and _."))
        return value


class ChoiceRowBlock(FoldedBlock):
    label = blocks.CharBlock(label=_("Choice"))
    label_en = blocks.CharBlock(label=_("In English"), required=False)
    key = blocks.RegexBlock(
        regex=r"^[A-Za-z0-9_.-]{1,60}$",
        required=False,
        label=_("Key"),
        error_messages={"invalid": _("A key of a choice has letters, digits, dots, _ and -.")},
    )
    attributes = AttributesBlock(
        required=False,
        label=_("Attributes"),
        help_text=_("What a filter of choices can ask for, for example: county=kaijiang; level=2"),
    )
    since = DayBlock(label=_("On offer from"), required=False)
    until = DayBlock(label=_("On offer until"), required=False)
    areas = blocks.CharBlock(
        label=_("Only in these areas"),
        required=False,
        help_text=_("Area codes or their beginnings, with spaces between."),
    )

    class Meta:
        icon = "list-ul"
        label_format = "{label}"
        form_layout = blocks.BlockGroup(
            children=["label", "label_en"], settings=["key", "attributes", "since", "until", "areas"]
        )


class MoreBlock(LongTextBlock):
    """Settings without an input of their own, as a JSON object."""

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        try:
            right = isinstance(json.loads(value or "{}"), dict)
        except ValueError:
            right = False
        if not right:
            raise ValidationError(_('Write a JSON object, for example {"least": 1}.'))
        return value


class QuestionBlock(FoldedBlock):
    """What every field has. `family` adds the types, the settings and, for choices, the list."""

    label = blocks.CharBlock(label=_("Label"))
    label_en = blocks.CharBlock(label=_("Label in English"), required=False)
    required = blocks.BooleanBlock(label=_("Required"), required=False)
    hint = LongTextBlock(label=_("Hint"), required=False, rows=2)
    hint_en = LongTextBlock(label=_("Hint in English"), required=False, rows=2)
    sensitivity = blocks.ChoiceBlock(label=_("Who may read the answer"), choices=SENSITIVITIES, default="open")
    countable = blocks.BooleanBlock(
        label=_("Countable"), required=False, help_text=_("Kept in clear as a code, for statistics. Choices only.")
    )
    prefill = blocks.CharBlock(
        label=_("Filled in beforehand from"), required=False, help_text=_("For example profile.phone or last.address.")
    )
    logic = LogicBlock(label=_("Rules"), required=False)

    class Meta:
        collapsed = True
        label_format = "{label}"


def question_block(name: str) -> QuestionBlock:
    """The block of one family, built from its entry in FAMILIES."""
    family = FAMILIES[name]
    extra: list[tuple[str, blocks.Block]] = [("type", _type_input(name, family)), ("key", KeyBlock())]
    if family.choices:
        offered = _("Its options are offered then, in place of those below.")
        extra.append(("option_list", PickBlock(label=_("Option list"), offers=option_lists, help_text=offered)))
        extra.append(("choices", PastingListBlock(ChoiceRowBlock(), label=_("Choices"))))
    if family.settings:
        inputs = [(key, setting.block()) for key, setting in family.settings.items()]
        extra.append(("settings", blocks.StructBlock(inputs, label=_("Settings"), collapsed=True)))
    extra.append(("more", MoreBlock(label=_("More settings (JSON)"), required=False, rows=2)))
    return QuestionBlock(extra, label=family.label, icon=family.icon, form_layout=_layout(family), group=_("Fields"))


def _type_input(name: str, family: Family) -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(label=_("Kind"), choices=lambda: type_choices(name), default=family.default_type)


def _layout(family: Family) -> blocks.BlockGroup:
    rest = [*["option_list", "choices"] * family.choices, *["settings"] * bool(family.settings), "logic"]
    return blocks.BlockGroup(
        children=["label", "label_en", "type", "required", *rest],
        settings=["hint", "hint_en", "sensitivity", "countable", "prefill", "key", "more"],
    )


Label = str | Promise
