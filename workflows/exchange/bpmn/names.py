"""The namespaces of BPMN 2.0 and its diagrams, and what the subset calls the kinds of nodes."""

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "userTask",
    "wait": "intermediateCatchEvent",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "complex": "complexGateway",
}


def bpmn(name: str) -> str:
    return f"{{{BPMN}}}{name}"
