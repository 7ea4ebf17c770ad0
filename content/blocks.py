"""The parts of a policy document, and of pages that explain what to do, as an editor sees and corrects them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
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


class BasisBlock(blocks.StructBlock):
    """What a page stands on: a document of this site, or one of its clauses by the name that its address has."""

    document = blocks.PageChooserBlock(label=_("policy document"), page_type="content.PolicyPage")
    clause = blocks.CharBlock(
        label=_("clause"), required=False, max_length=40,
        help_text=_("As it stands at the end of the clause's address, such as 二（一）. Empty: the whole document."),
    )  # fmt: skip
    says = blocks.CharBlock(label=_("what it says, in a few words"), required=False, max_length=200)

    class Meta:
        icon = "doc-full"
        label = _("basis")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        clause = value["clause"].strip()
        known = {each["id"] for each in value["document"].specific.outline.get("clauses", [])}
        if clause and clause not in known:
            wrong = ValidationError(gettext("This document has no such clause. Copy the end of the clause's address."))
            raise blocks.StructBlockValidationError(block_errors={"clause": wrong})
        value["clause"] = clause
        return value


PAPERS = [("original", _("original")), ("copy", _("copy")), ("both", _("original and copy")), ("form", _("form"))]


class MaterialValue(blocks.StructValue):
    @property
    def shown_paper(self) -> str:
        return str(dict(PAPERS).get(self["paper"], ""))


class MaterialBlock(blocks.StructBlock):
    """Something to bring."""

    name = blocks.CharBlock(label=_("what to bring"), max_length=120)
    paper = blocks.ChoiceBlock(label=_("as"), choices=PAPERS, default="copy")
    copies = blocks.IntegerBlock(label=_("how many"), default=1, min_value=1, max_value=20)
    source = blocks.CharBlock(label=_("where to get it"), required=False, max_length=200)

    class Meta:
        icon = "doc-empty"
        label = _("paper to bring")
        value_class = MaterialValue
        label_format = "{name}"


class GuideStepBlock(blocks.StructBlock):
    """A step. Its number is its place."""

    title = blocks.CharBlock(label=_("step"), max_length=80)
    who = blocks.CharBlock(label=_("who does it"), required=False, max_length=80)
    what = blocks.TextBlock(label=_("what is done"), required=False, rows=3)
    takes = blocks.CharBlock(label=_("how long it takes"), required=False, max_length=80)

    class Meta:
        icon = "list-ol"
        label = _("step")
        label_format = "{title}"
