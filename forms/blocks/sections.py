"""Sections of a form that several offices fill in."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from forms.blocks.fields import KeyBlock

# The inputs of the editor that hold the titles of sections.
SECTIONS = r"sections-\d+-value-title"


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    title_en = blocks.CharBlock(label=_("Title in English"), required=False)
    filler = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]{0,59}$",
        label=_("Who fills it in"),
        help_text=_("The key of the relation in the workflow, for example police_of_place."),
    )
    key = KeyBlock()

    class Meta:
        icon = "group"
        label = _("Section")
        label_format = "{title}"
        form_layout = blocks.BlockGroup(children=["title", "title_en", "filler"], settings=["key"])


class SectionsBlock(blocks.StreamBlock):
    section = SectionBlock()

    class Meta:
        required = False
        collapsed = True
