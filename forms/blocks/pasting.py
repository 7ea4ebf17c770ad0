"""Lists of the editor that are pasted from a spreadsheet: each line is an entry."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter

# What stands side by side in a line.
COLUMNS = ("label", "label_en", "key")
HELP = _(
    "Several at once: paste them into the first one, a line for each; from a spreadsheet also the English name and "
    "the key beside it."
)


class PastingListBlock(blocks.ListBlock):
    """Of blocks with a label, a label in English and a key."""

    def __init__(self, child_block: blocks.Block, **kwargs: Any) -> None:
        super().__init__(child_block, **{"default": [], "collapsed": True, "help_text": HELP, **kwargs})


class PastingListBlockAdapter(ListBlockAdapter):
    js_constructor = "portal.blocks.PastingListBlock"

    def js_args(self, block: blocks.ListBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        return [*others, {**meta, "columns": COLUMNS}]

    @cached_property
    def media(self) -> forms.Media:
        found: forms.Media = super().media + forms.Media(js=[versioned_static("forms/admin/pasting.js")])
        return found


register(PastingListBlockAdapter(), PastingListBlock)
