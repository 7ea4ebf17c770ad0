"""From the XML of a file to a process. What the subset does not have is kept as refused, or listed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.exchange import own
from workflows.exchange.bpmn import names
from workflows.exchange.bpmn.graph import Flow, Kind, Lane, Node, Process, Timer
from workflows.exchange.bpmn.names import bpmn
from workflows.exchange.findings import Findings
from workflows.exchange.safexml import Element, local, space

TASKS = {"userTask", "task", "manualTask"}
LOOPS = {"standardLoopCharacteristics", "multiInstanceLoopCharacteristics"}
# Nodes that the subset does not have.
REFUSED = {
    "serviceTask", "scriptTask", "sendTask", "receiveTask", "businessRuleTask", "subProcess", "adHocSubProcess",
    "transaction", "callActivity", "inclusiveGateway", "eventBasedGateway", "intermediateThrowEvent",
    "implicitThrowEvent", "callChoreography", "choreographyTask", "subChoreography",
}  # fmt: skip
# Drawn beside the way, and no part of it.
BESIDE = {"dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "group"}
# Said by the picture, by the structure or by us.
SILENT = {
    "laneSet", "sequenceFlow", "boundaryEvent", "association", "documentation", "extensionElements", "ioSpecification",
    "property", "auditing", "monitoring", "supports", "incoming", "outgoing", "dataInputAssociation",
    "dataOutputAssociation",
}  # fmt: skip
# Who does it, and with which form, in the words of Camunda, Flowable and others.
WHO, FORM = ("candidateGroups", "assignee", "candidateUsers"), ("formKey", "formRef")


def processes(root: Element, findings: Findings) -> list[Process]:
    """Those of the file in which something is done."""
    if root.tag != bpmn("definitions"):
        findings.error("", _("This is no BPMN 2.0 file: it does not begin with “definitions”."))
        return []
    for flow in root.iter(bpmn("messageFlow")):
        findings.dropped(_id(flow), _("Messages between pools are not kept."))
    pools = {pool.get("processRef") or "": pool.get("name") or "" for pool in root.iter(bpmn("participant"))}
    return [_process(each, pools, findings) for each in root.iter(bpmn("process")) if _has_nodes(each)]


def _process(element: Element, pools: dict[str, str], findings: Findings) -> Process:
    key = _id(element)
    lanes, lane_of = _lanes(element)
    timers = {timer.get("attachedToRef", ""): timer for timer in element.iter(bpmn("boundaryEvent"))}
    nodes = [
        node
        for child in element
        if (node := _node(child, lane_of.get(_id(child), ""), timers.get(_id(child)), findings)) is not None
    ]
    _say_doubles(nodes, findings)
    _say_what_is_beside(element, findings)
    flows = tuple(_flow(child, findings) for child in element if child.tag == bpmn("sequenceFlow"))
    boundaries = {_id(timer) for timer in element.iter(bpmn("boundaryEvent"))}
    return Process(
        id=key,
        # A modeller that draws a pool shows and changes the name of that.
        name=pools.get(key) or element.get("name") or "",
        nodes=tuple(nodes),
        flows=tuple(flow for flow in flows if flow.source not in boundaries),
        lanes=lanes,
        own=_own(element, findings),
        after_timers=tuple((flow.source, flow.target) for flow in flows if flow.source in boundaries),
    )


def _has_nodes(process: Element) -> bool:
    return any(local(child).endswith(("Task", "Event", "Gateway")) or local(child) == "task" for child in process)


def _lanes(process: Element) -> tuple[tuple[Lane, ...], dict[str, str]]:
    """The innermost lanes, and which one each node lies in."""
    found: list[Lane] = []
    lane_of: dict[str, str] = {}
    for lane in process.iter(bpmn("lane")):
        if lane.find(f"{bpmn('childLaneSet')}/{bpmn('lane')}") is not None:
            continue
        key = _id(lane)
        relation = key.removeprefix("relation_") if key.startswith("relation_") else ""
        found.append(Lane(key, lane.get("name", ""), relation))
        lane_of |= {(node.text or "").strip(): key for node in lane.iter(bpmn("flowNodeRef"))}
    return tuple(found), lane_of


def _node(element: Element, lane: str, timer: Element | None, findings: Findings) -> Node | None:
    kind = _kind(element)
    if kind is None:
        return None
    key, tag = _id(element), local(element)
    if kind == "task" and tag != "userTask":
        findings.changed(key, _("A task without a kind is taken for one that a person does."))
    _say_attributes(element, findings)
    who, form = _said_by_others(element, WHO), _said_by_others(element, FORM)
    edge = _timer_on_the_edge(timer, findings) if kind == "task" and timer is not None else None
    return Node(
        id=key,
        kind=kind,
        name=element.get("name", ""),
        documentation=_text(element, "documentation"),
        lane=lane,
        timer=_timer(element, findings) if kind == "wait" else edge,
        who=who,
        form=form,
        condition=_text(element, "activationCondition"),
        own=_own(element, findings),
        tag=tag,
    )


def _kind(element: Element) -> Kind | None:
    """None for what is no node."""
    tag = local(element)
    if space(str(element.tag)) != names.BPMN or tag in SILENT | BESIDE:
        return None
    definitions = [local(child) for child in element if local(child).endswith("EventDefinition")]
    if any(local(child) in LOOPS for child in element):
        return "refused"
    if tag in TASKS:
        return "task"
    if tag == "startEvent" and not definitions:
        return "start"
    if tag == "endEvent" and definitions in ([], ["terminateEventDefinition"]):
        return "end"
    if tag == "intermediateCatchEvent" and definitions == ["timerEventDefinition"]:
        return "wait"
    plain: dict[str, Kind] = {"exclusiveGateway": "exclusive", "parallelGateway": "parallel"}
    plain["complexGateway"] = "complex"
    return plain.get(tag, "refused")


def _timer_on_the_edge(event: Element, findings: Findings) -> Timer | None:
    """A deadline. What moves the work on by itself, here only people do."""
    if event.find(bpmn("timerEventDefinition")) is None:
        findings.error(_id(event), _("Only timers on the edge of a task can be taken."))
    elif event.get("cancelActivity", "true").strip() in ("true", "1"):
        sentence = _("This timer ends the task by itself; here only people end tasks. Let the timer not interrupt.")
        findings.error(_id(event), sentence)
    else:
        return _timer(event, findings)
    return None


def _timer(event: Element, findings: Findings) -> Timer | None:
    key = _id(event)
    definition = event.find(bpmn("timerEventDefinition"))
    duration = _text(definition, "timeDuration") if definition is not None else ""
    if not duration:
        findings.dropped(key, _("Only a timer with a duration can be a deadline, such as PT4H or P3D."))
        return None
    return Timer(key, duration)


def _flow(element: Element, findings: Findings) -> Flow:
    condition = element.find(bpmn("conditionExpression"))
    ours = condition is not None and condition.get("language") == own.EXPRESSIONS
    return Flow(
        id=_id(element),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        name=element.get("name", ""),
        condition=(condition.text or "").strip() if condition is not None else "",
        condition_is_ours=ours,
        ways=tuple(data for _name, data in _parts(element, findings)),
    )


def _own(element: Element, findings: Findings) -> dict[str, object]:
    return dict(_parts(element, findings))


def _parts(element: Element, findings: Findings) -> Iterator[tuple[str, dict[str, object]]]:
    """What stands in our namespace; what stands in others is listed once for each element."""
    foreign = []
    for child in element.findall(f"{bpmn('extensionElements')}/*"):
        if space(str(child.tag)) != own.NAMESPACE:
            foreign.append(local(child))
            continue
        data = own.unpacked(child.text or "")
        if data is None:
            findings.dropped(_id(element), _("What this portal had written here is damaged; the rest is taken."))
        else:
            yield local(child), data
    if foreign:
        _say_not_kept(_id(element), foreign, findings)


def _say_attributes(element: Element, findings: Findings) -> None:
    """Of who does it and of the form the first is read."""
    foreign = [name.split("}", 1)[1] for name in element.attrib if space(name)]
    for wanted in (WHO, FORM):
        read = next((name for name in wanted if name in foreign), None)
        foreign = [name for name in foreign if name != read]
    if foreign:
        _say_not_kept(_id(element), foreign, findings)


def _say_not_kept(key: str, what: list[str], findings: Findings) -> None:
    listed = "、".join(dict.fromkeys(what))
    findings.dropped(key, _("What another tool noted here is not kept: %(what)s.") % {"what": listed})


def _say_what_is_beside(process: Element, findings: Findings) -> None:
    for child in process:
        if local(child) in BESIDE:
            text = _text(child, "text") or child.get("name", "")
            sentence = _("What is drawn beside the way is not kept: “%(text)s”.")
            findings.dropped(_id(child), sentence % {"text": text[:120] or local(child)})


def _say_doubles(nodes: list[Node], findings: Findings) -> None:
    seen: set[str] = set()
    for node in nodes:
        if node.id in seen or not node.id:
            findings.error(node.id, _("Every element needs an id of its own."))
        seen.add(node.id)


def _said_by_others(element: Element, wanted: tuple[str, ...]) -> str:
    """The first of these attributes that some tool has written in its own namespace."""
    found = {name.split("}", 1)[1]: text.strip() for name, text in element.attrib.items() if space(name)}
    return next((found[name] for name in wanted if found.get(name)), "")


def _text(parent: Element, tag: str) -> str:
    child = parent.find(bpmn(tag))
    return own.plain("".join(child.itertext())) if child is not None else ""


def _id(element: Element) -> str:
    return element.get("id", "")
