"""A file of another tool, whichever of the formats it is in."""

from workflows.exchange.bpmn import reading as bpmn
from workflows.exchange.findings import Imported
from workflows.exchange.safexml import Unreadable, local, parse
from workflows.exchange.scxml import reading as scxml


def read(content: bytes, *, name: str = "workflow") -> Imported:
    """Raises nothing."""
    try:
        of_states = local(parse(content)) == "scxml"
    except Unreadable:
        of_states = False
    return scxml.read(content, name=name) if of_states else bpmn.read(content, name=name)
