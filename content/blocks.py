"""The parts of a policy document as an editor sees and corrects them."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

LEVELS = [("1", "一、"), ("2", "（一）"), ("3", "1."), ("4", "（1）")]


class AllocationBlock(blocks.StructBlock):
    """Who answers for a stretch of the clause. Names are separated by 、

    What is neither printed nor confirmed is a proposal that the public never sees.
    """

    leads = blocks.CharBlock(label=_("leading units"), required=False)
    cooperating = blocks.CharBlock(label=_("cooperating units"), required=False)
    printed = blocks.BooleanBlock(label=_("printed in the document"), required=False)
    confirmed = blocks.BooleanBlock(
        label=_("confirmed by an editor"),
        required=False,
        help_text=_("What is not printed is shown to nobody until it is confirmed."),
    )
    text_from = blocks.IntegerBlock(label=_("begins at character"), default=0, min_value=0)

    class Meta:
        icon = "group"
        label = _("responsibility")


class ClauseBlock(blocks.StructBlock):
    """A numbered clause. Its place in the tree is its level and its place in the list."""

    level = blocks.ChoiceBlock(label=_("level"), choices=LEVELS, default="1")
    number = blocks.CharBlock(label=_("number as printed"), required=False, max_length=12)
    inferred = blocks.BooleanBlock(label=_("the number is not printed"), required=False)
    title = blocks.CharBlock(label=_("heading"), required=False, max_length=200)
    text = blocks.TextBlock(label=_("text"), required=False, rows=6)
    allocations = blocks.ListBlock(AllocationBlock(), label=_("responsibilities"), default=[])

    class Meta:
        icon = "list-ol"
        label = _("clause")
        label_format = "{number} {title}"


class AnnexBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("heading"), max_length=200)
    text = blocks.TextBlock(label=_("text"), required=False, rows=8)

    class Meta:
        icon = "doc-full"
        label = _("annex")


class DocumentBlock(blocks.StreamBlock):
    """A document from its first sentence to its last annex."""

    paragraph = blocks.TextBlock(label=_("paragraph"), icon="pilcrow", rows=3)
    clause = ClauseBlock()
    annex = AnnexBlock()
