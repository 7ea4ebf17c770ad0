"""From a workflow to a BPMN 2.0 file with its picture: `write(schema)`."""

from collections.abc import Mapping
from typing import Any

# For writing; nothing is parsed.
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring  # nosec B405

from workflows.exchange import own
from workflows.exchange.bpmn import names
from workflows.exchange.bpmn.graph import Flow, Node, Process, Timer
from workflows.exchange.bpmn.layout import Bounds, Picture, lay_out
from workflows.exchange.bpmn.names import bpmn
from workflows.exchange.bpmn.outlining import outline
from workflows.schema import WorkflowSchema

PREFIXES = {
    "bpmn": names.BPMN,
    "bpmndi": names.BPMNDI,
    "dc": names.DC,
    "di": names.DI,
    "xsi": names.XSI,
    "tonghu": own.NAMESPACE,
}


def write(schema: WorkflowSchema) -> bytes:
    """Raises Unwritable for a workflow that is half made."""
    found = outline(schema)
    root = _definitions(schema.key)
    _collaboration(root, found.process)
    _process(root, found.process)
    _diagram(root, found.process, lay_out(schema, found))
    indent(root)
    for prefix, namespace in PREFIXES.items():
        register_namespace(prefix, namespace)
    return bytes(tostring(root, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _definitions(key: str) -> Element:
    return Element(
        bpmn("definitions"),
        {"id": f"definitions_{key}", "targetNamespace": own.NAMESPACE, "exporter": "Tonghu"},
    )


def _collaboration(root: Element, process: Process) -> None:
    collaboration = SubElement(root, bpmn("collaboration"), {"id": "collaboration"})
    SubElement(collaboration, bpmn("participant"), {"id": "pool", "name": process.name, "processRef": process.id})


def _process(root: Element, process: Process) -> None:
    element = SubElement(root, bpmn("process"), {"id": process.id, "name": process.name, "isExecutable": "false"})
    if process.documentation:
        SubElement(element, bpmn("documentation")).text = process.documentation
    _extend(element, process.own)
    lanes = SubElement(element, bpmn("laneSet"), {"id": "lanes"}) if process.lanes else element
    for lane in process.lanes:
        drawn = SubElement(lanes, bpmn("lane"), {"id": lane.id, "name": lane.name})
        for node in process.nodes:
            if node.lane == lane.id:
                for key in _shapes_of(node):
                    SubElement(drawn, bpmn("flowNodeRef")).text = key
    for node in process.nodes:
        _node(element, process, node)
        if node.timer is not None:
            _late(element, node.id, node.timer)
    for flow in process.flows:
        _flow(element, flow)


def _shapes_of(node: Node) -> list[str]:
    return [node.id, *([node.timer.id, f"late_{node.timer.id}"] if node.timer else [])]


def _node(parent: Element, process: Process, node: Node) -> None:
    element = SubElement(parent, bpmn(names.TAGS[node.kind]), {"id": node.id} | _named(node.name))
    if node.documentation:
        SubElement(element, bpmn("documentation")).text = node.documentation
    _extend(element, node.own)
    for flow in process.into(node.id):
        SubElement(element, bpmn("incoming")).text = flow.id
    for flow in process.out_of(node.id):
        SubElement(element, bpmn("outgoing")).text = flow.id
    if node.condition:
        _expression(element, "activationCondition", node.condition)


def _late(parent: Element, task: str, timer: Timer) -> None:
    """A timer that lets the task go on; what it leads to ends at once."""
    event = SubElement(
        parent, bpmn("boundaryEvent"), {"id": timer.id, "attachedToRef": task, "cancelActivity": "false"}
    )
    way = f"from_{timer.id}"
    SubElement(event, bpmn("outgoing")).text = way
    definition = SubElement(event, bpmn("timerEventDefinition"), {"id": f"timer_{timer.id}"})
    _expression(definition, "timeDuration", timer.duration)
    end = SubElement(parent, bpmn("endEvent"), {"id": f"late_{timer.id}"})
    SubElement(end, bpmn("incoming")).text = way
    SubElement(parent, bpmn("sequenceFlow"), {"id": way, "sourceRef": timer.id, "targetRef": f"late_{timer.id}"})


def _flow(parent: Element, flow: Flow) -> None:
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    element = SubElement(parent, bpmn("sequenceFlow"), {"id": flow.id} | _named(flow.name) | ends)
    if flow.ways:
        extensions = SubElement(element, bpmn("extensionElements"))
        for way in flow.ways:
            _own(extensions, "way", way)
    if flow.condition:
        condition = _expression(element, "conditionExpression", flow.condition)
        condition.set("language", own.EXPRESSIONS)


def _expression(parent: Element, tag: str, text: str) -> Element:
    element = SubElement(parent, bpmn(tag), {f"{{{names.XSI}}}type": "bpmn:tFormalExpression"})
    element.text = text
    return element


def _named(name: str) -> dict[str, str]:
    return {"name": name} if name else {}


def _extend(parent: Element, data: Mapping[str, Any]) -> None:
    if data:
        extensions = SubElement(parent, bpmn("extensionElements"))
        for name, part in data.items():
            _own(extensions, name, part)


def _own(parent: Element, name: str, part: Mapping[str, Any]) -> None:
    SubElement(parent, f"{{{own.NAMESPACE}}}{name}").text = own.packed(dict(part))


def _diagram(root: Element, process: Process, picture: Picture) -> None:
    diagram = SubElement(root, _di("BPMNDiagram"), {"id": "diagram"})
    plane = SubElement(diagram, _di("BPMNPlane"), {"id": "plane", "bpmnElement": "collaboration"})
    _shape(plane, "pool", picture.pool, {"isHorizontal": "true"})
    for lane in process.lanes:
        _shape(plane, lane.id, picture.lanes[lane.id], {"isHorizontal": "true"})
    for key, bounds in picture.shapes.items():
        _shape(plane, key, bounds, {})
    for key, points in picture.edges.items():
        edge = SubElement(plane, _di("BPMNEdge"), {"id": f"edge_{key}", "bpmnElement": key})
        for x, y in points:
            SubElement(edge, f"{{{names.DI}}}waypoint", {"x": str(x), "y": str(y)})


def _shape(plane: Element, key: str, bounds: Bounds, more: dict[str, str]) -> None:
    shape = SubElement(plane, _di("BPMNShape"), {"id": f"shape_{key}", "bpmnElement": key} | more)
    at = {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}
    SubElement(shape, f"{{{names.DC}}}Bounds", {name: str(value) for name, value in at.items()})


def _di(name: str) -> str:
    return f"{{{names.BPMNDI}}}{name}"
