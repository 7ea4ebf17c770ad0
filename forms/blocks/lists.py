"""Option lists: what many questions offer, kept once."""

from wagtail import blocks

from forms.blocks.fields import ChoiceRowBlock


class OptionsBlock(blocks.StreamBlock):
    option = ChoiceRowBlock()

    class Meta:
        required = False
        collapsed = True
