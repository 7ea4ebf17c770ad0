"""The parts of a letter in the editor. The names of these blocks are the kinds of the schema."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from workflows.blocks.inputs import formula_input

STYLES = [
    ("plain", _("Text")),
    ("flush", _("Without indent")),
    ("strong", _("Large, a name")),
    ("large", _("Large, a number")),
    ("small", _("Small")),
]
PLACES = [
    ("enclosure", _("What is enclosed, below the text")),
    ("imprint", _("At the foot of the last page")),
    ("running", _("On every page, on paper for a court")),
]


def text_input(label: str | Promise, rows: int = 2, *, required: bool = True) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, rows=rows, required=required, max_length=4000)


def shown_input() -> blocks.TextBlock:
    return formula_input(_("Only when"), _("For example selected(${form.requests}, 'support'). Empty: always."))


def key_input(label: str | Promise, help_text: str | Promise, *, required: bool = True) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, help_text=help_text, required=required, max_length=60)


def keys_input(label: str | Promise, help_text: str | Promise, *, required: bool = True) -> blocks.TextBlock:
    return blocks.TextBlock(label=label, rows=4, help_text=help_text, required=required)


class PartBlock(blocks.StructBlock):
    shown_when = shown_input()

    class Meta:
        icon = "doc-full"
        label_format = "{text}"

    def get_form_layout(self) -> blocks.BlockGroup:
        """When it is shown comes after what is said, and is folded away."""
        said = [name for name in self.child_blocks if name != "shown_when"]
        return blocks.BlockGroup(children=said, settings=["shown_when"])


class HeadBlock(PartBlock):
    sender = text_input(_("Office, in large red letters"), 1, required=False)
    number = text_input(_("Number"), 1, required=False)

    class Meta:
        icon = "title"
        label_format = "{sender} {number}"


class TitleBlock(PartBlock):
    text = text_input(_("Title"))

    class Meta:
        icon = "h1"


class AddresseeBlock(PartBlock):
    text = text_input(_("To, with a colon"), 1)

    class Meta:
        icon = "user"


class HeadingBlock(PartBlock):
    text = text_input(_("Heading"), 1)
    new_page = blocks.BooleanBlock(label=_("Begins a new page"), required=False)

    class Meta:
        icon = "h2"


class ParagraphBlock(PartBlock):
    text = text_input(_("Text"), 4)
    style = blocks.ChoiceBlock(label=_("How it is set"), choices=STYLES, default="plain")
    each = key_input(
        _("Once for each row of (key)"), _("A table of the form. Its cells are ${row.key} then."), required=False
    )

    class Meta:
        icon = "pilcrow"


class LineBlock(PartBlock):
    text = text_input(_("Text"))


class ListingBlock(PartBlock):
    lines = blocks.ListBlock(LineBlock(label=_("Item")), label=_("Items"), min_num=1)

    class Meta:
        icon = "list-ol"
        label_format = ""


class FieldsBlock(PartBlock):
    fields = keys_input(_("Questions, one in each line"), _("Choose them from the list beside the editor."))

    class Meta:
        icon = "list-ul"
        label_format = "{fields}"


class RowsBlock(PartBlock):
    table = key_input(_("Table of the form (key)"), "")
    columns = keys_input(_("Columns (keys), one in each line"), _("Empty: all of them."), required=False)
    numbered = blocks.BooleanBlock(label=_("With numbers"), required=False, default=True)

    class Meta:
        icon = "table"
        label_format = "{table}"


class SignatureBlock(PartBlock):
    text = text_input(_("Lines beside the seal"), 3)

    class Meta:
        icon = "edit"


class NoteBlock(PartBlock):
    text = text_input(_("Text"), 3)
    place = blocks.ChoiceBlock(label=_("Where"), choices=PLACES, default="enclosure")

    class Meta:
        icon = "info-circle"


class LetterBlocks(blocks.StreamBlock):
    head = HeadBlock(label=_("Letter head"))
    title = TitleBlock(label=_("Title"))
    addressee = AddresseeBlock(label=_("Addressee"))
    heading = HeadingBlock(label=_("Heading"))
    paragraph = ParagraphBlock(label=_("Paragraph"))
    list = ListingBlock(label=_("Numbered list"))
    fields = FieldsBlock(label=_("Answers with their questions"))
    rows = RowsBlock(label=_("Table"))
    signature = SignatureBlock(label=_("Signature and seal"))
    note = NoteBlock(label=_("Note beside the text"))

    class Meta:
        required = False
