"""The editor of a workflow: who takes part, states with their tasks, transitions with their effects, readers."""

from workflows.blocks.inputs import form_choices
from workflows.blocks.people import ReadersBlock, RelationsBlock
from workflows.blocks.states import StatesBlock
from workflows.blocks.transitions import EffectsBlock, TransitionsBlock

__all__ = ["EffectsBlock", "ReadersBlock", "RelationsBlock", "StatesBlock", "TransitionsBlock", "form_choices"]
