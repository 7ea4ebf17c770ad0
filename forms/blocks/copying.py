"""Streams of the editor whose parts are copied in one place and pasted in another: another step, another form."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter


class CopyingStreamBlock(blocks.StreamBlock):
    """What was copied last stays in the browser; a stream offers to paste what it can hold."""

    class Meta:
        required = False
        collapsed = True


class CopyingStreamBlockAdapter(StreamBlockAdapter):
    js_constructor = "portal.blocks.CopyingStreamBlock"

    def js_args(self, block: blocks.StreamBlock) -> list[Any]:
        *others, meta = super().js_args(block)
        words = {"copy": _("Copy"), "copied": _("Copied: %(part)s"), "paste": _("Paste: %(part)s")}
        return [*others, {**meta, "words": words}]

    @cached_property
    def media(self) -> forms.Media:
        found: forms.Media = super().media + forms.Media(js=[versioned_static("forms/admin/copying.js")])
        return found


register(CopyingStreamBlockAdapter(), CopyingStreamBlock)
