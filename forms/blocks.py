"""The editor of a form: steps, and in each step fields, tables and notes."""

from wagtail import blocks


class StepsBlock(blocks.StreamBlock):
    step = blocks.StructBlock([("title", blocks.CharBlock())])
