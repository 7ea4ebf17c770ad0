"""Struct blocks that cost the page nothing until somebody opens them: of a folded one, only what it holds is there.

A form of 150 fields is some thousand inputs in as many panels. Nobody opens them all at once.
"""

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter


class FoldedBlock(blocks.StructBlock):
    """For the children of a collapsed stream or list."""


class FoldedBlockAdapter(StructBlockAdapter):
    js_constructor = "portal.blocks.FoldedBlock"

    @cached_property
    def media(self) -> forms.Media:
        found: forms.Media = super().media + forms.Media(js=[versioned_static("forms/admin/folding.js")])
        return found


register(FoldedBlockAdapter(), FoldedBlock)
