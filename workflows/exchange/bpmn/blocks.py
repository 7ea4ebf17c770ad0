"""Parallel gateways: which tasks are open together, and whether all of them have to be done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.graph import Node, Process
from workflows.exchange.findings import Findings


@dataclass(frozen=True)
class Block:
    """Tasks that are opened together. `join` is the gateway that waits for all; "" when the first one decides."""

    split: Node
    tasks: tuple[Node, ...]
    join: str = ""


def blocks_of(process: Process, reached: set[str], findings: Findings) -> dict[str, Block]:
    """By the id of the gateway that opens the tasks."""
    splits = [n for n in process.nodes if n.kind == "parallel" and n.id in reached and len(process.out_of(n.id)) > 1]
    found = {split.id: block for split in splits if (block := _block(process, split, findings)) is not None}
    counted: dict[str, str] = {}
    for block in found.values():
        for task in block.tasks:
            if counted.setdefault(task.id, block.split.id) != block.split.id or len(process.into(task.id)) > 1:
                findings.error(task.id, _("A task between parallel gateways is reached in one way only."))
    return found


def _block(process: Process, split: Node, findings: Findings) -> Block | None:
    inside = [process.node(flow.target) for flow in process.out_of(split.id) if process.has(flow.target)]
    wrong = [node for node in inside if node.kind != "task"]
    for node in wrong:
        if node.kind != "refused":
            findings.error(node.id, _one_task_each(split))
    if wrong:
        return None
    if len(process.into(split.id)) > 1:
        findings.error(split.id, _("This gateway both waits and opens. Make two of it."))
        return None
    return _joined(process, split, tuple(inside), findings)


def _joined(process: Process, split: Node, tasks: tuple[Node, ...], findings: Findings) -> Block | None:
    after = {flow.target for task in tasks for flow in process.out_of(task.id)}
    gateways = {
        key for key in after if process.has(key) and process.node(key).kind == "parallel" and len(process.into(key)) > 1
    }
    if not gateways and "state" in split.own:
        return Block(split, tasks)
    if len(after) == len(gateways) == 1:
        join = next(iter(gateways))
        others = {flow.source for flow in process.into(join)} - {task.id for task in tasks}
        if not others and len(process.out_of(join)) == 1:
            return Block(split, tasks, join)
        findings.error(join, _("This gateway waits for other branches than “%(id)s” opens.") % {"id": split.id})
        return None
    for task in tasks:
        if not any(flow.target in gateways for flow in process.out_of(task.id)):
            findings.error(task.id, _one_task_each(split))
    if gateways and all(flow.target in gateways for task in tasks for flow in process.out_of(task.id)):
        findings.error(split.id, _("The branches of this gateway come together at different gateways."))
    return None


def _one_task_each(split: Node) -> str:
    sentence = _("Between “%(gateway)s” and the gateway that waits, each branch is one user task and nothing else.")
    return sentence % {"gateway": split.id}
