"""A form that is a register, and answers that go into a record."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks.fields import SENSITIVITIES
from forms.blocks.naming import NameBlock
from forms.blocks.offers import levels
from forms.blocks.rules import FIELDS
from portal.directory.roles import role_choices


class RegisterReaderBlock(blocks.StructBlock):
    roles = blocks.MultipleChoiceBlock(choices=role_choices, label=_("Posts"))
    sensitivities = blocks.MultipleChoiceBlock(
        choices=[choice for choice in SENSITIVITIES if choice[0] != "reporter"], label=_("May read")
    )
    highest = blocks.ChoiceBlock(
        choices=levels, default="county", label=_("In offices no higher than"), help_text=_("By the place they are of.")
    )
    through = NameBlock(
        titles=FIELDS,
        label=_("Only if a record names their office here"),
        required=False,
        help_text=_("A field for an organisation, such as the school. Empty: every record of their area."),
    )
    writes = blocks.BooleanBlock(required=False, label=_("May open and revise records"))

    class Meta:
        icon = "group"
        label = _("Who sees the records")


class RegisterBlock(blocks.StructBlock):
    name = NameBlock(titles=FIELDS, label=_("Found by"), help_text=_("Such as the name of the child."))
    identity = blocks.ListBlock(
        NameBlock(titles=FIELDS, label=_("Field")),
        label=_("No two records have the same"),
        help_text=_("All of these together, such as the ID number. A second record is refused."),
        default=[],
    )
    alike = blocks.ListBlock(
        NameBlock(titles=FIELDS, label=_("Field")),
        label=_("Pointed out when the same"),
        help_text=_("All of these together, such as name, date of birth and village."),
        default=[],
    )
    of_children = blocks.BooleanBlock(
        required=False, label=_("One file per child"), help_text=_("Fields for a child point to these records.")
    )
    readers = blocks.ListBlock(RegisterReaderBlock(), label=_("Who sees the records"), default=[])

    class Meta:
        icon = "folder-open-inverse"
        label = _("Register")
        help_text = _("Each form that is handed in opens a record; other forms look it up and revise it.")


class WriteBackBlock(blocks.StructBlock):
    field = NameBlock(titles=FIELDS, label=_("The answer to"))
    into = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]{0,59}$",
        label=_("goes into"),
        help_text=_("The key of a field of the register, for example guard_type."),
    )

    class Meta:
        icon = "download"
        label = _("Answer that revises the record")


class RecordsBlock(blocks.StreamBlock):
    register = RegisterBlock()
    write_back = WriteBackBlock()

    class Meta:
        required = False
        collapsed = True
        block_counts: dict[str, Any] = {"register": {"max_num": 1}}
