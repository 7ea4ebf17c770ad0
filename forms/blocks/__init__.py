"""The editor of a form: steps, and in each step fields, tables and notes. Order and copying are StreamField's.

Beside the steps, what the editors of other definitions are made of too.
"""

from forms.blocks.examples import ExamplesBlock
from forms.blocks.families import FAMILIES, family_of
from forms.blocks.fields import SENSITIVITIES, KeyBlock, MoreBlock
from forms.blocks.lists import OptionsBlock
from forms.blocks.naming import NameBlock, NameInput
from forms.blocks.records import RecordsBlock
from forms.blocks.rules import FIELDS
from forms.blocks.sections import SectionsBlock
from forms.blocks.steps import LeavesBlock, StepsBlock

__all__ = [
    "FAMILIES",
    "FIELDS",
    "SENSITIVITIES",
    "ExamplesBlock",
    "KeyBlock",
    "LeavesBlock",
    "MoreBlock",
    "NameBlock",
    "NameInput",
    "OptionsBlock",
    "RecordsBlock",
    "SectionsBlock",
    "StepsBlock",
    "family_of",
]
