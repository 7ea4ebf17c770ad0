"""The editor of a workflow."""

from wagtail import blocks


class RelationsBlock(blocks.StreamBlock):
    relation = blocks.StructBlock([("title", blocks.CharBlock())])


class StatesBlock(blocks.StreamBlock):
    state = blocks.StructBlock([("title", blocks.CharBlock())])


class TransitionsBlock(blocks.StreamBlock):
    transition = blocks.StructBlock([("title", blocks.CharBlock())])


class ReadersBlock(blocks.StreamBlock):
    reader = blocks.StructBlock([("title", blocks.CharBlock())])
