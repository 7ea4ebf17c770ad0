"""The editor of a workflow: who takes part, states with their tasks, transitions, readers, scenarios."""

from workflows.blocks.inputs import form_choices
from workflows.blocks.people import ReadersBlock, RelationsBlock
from workflows.blocks.scenarios import ScenariosBlock
from workflows.blocks.states import StatesBlock
from workflows.blocks.transitions import EffectsBlock, TransitionsBlock

__all__ = [
    "EffectsBlock",
    "ReadersBlock",
    "RelationsBlock",
    "ScenariosBlock",
    "StatesBlock",
    "TransitionsBlock",
    "form_choices",
]
