"""The picture of a workflow, drawn on the server: pure geometry here, SVG in `workflows/diagram.html`.

One column, so that it can be read on a phone: every state is a box with its ways out as rows. The way to the box below
is a short arrow; every other way leaves its row to the right, runs in a lane and enters its target from the side.
"""

from workflows.diagram.drawing import Diagram, draw

__all__ = ["Diagram", "draw"]
