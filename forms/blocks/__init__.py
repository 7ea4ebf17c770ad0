"""The editor of a form: steps, and in each step fields, tables and notes. Order and copying are StreamField's."""

from forms.blocks.steps import StepsBlock

__all__ = ["StepsBlock"]
