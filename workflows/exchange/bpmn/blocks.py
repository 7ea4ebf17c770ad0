"""Parallel gateways: which tasks are open together, and whether all of them have to be done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.graph import Flow, Node, Process
from workflows.exchange.findings import Findings

WAITING = ("parallel", "complex")


@dataclass(frozen=True)
class Block:
    """Tasks that are opened together. `join` is the gateway that waits for them; "" when the first one decides."""

    split: Node
    tasks: tuple[Node, ...]
    join: str = ""

    def ways_past(self, process: Process, task: Node) -> list[Flow]:
        """Those out of the task that do not wait for the others."""
        return [flow for flow in _onward(process, self.split, task) if flow.target != self.join]


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
    each = [{flow.target for flow in _onward(process, split, task)} for task in tasks]
    after = set().union(*each)
    gateways = {key for key in after if _waits(process, key)}
    if not gateways and _is_ours(split):
        return Block(split, tasks)
    if len(gateways) == 1 and (after == gateways or (_is_ours(split) and all(gateways <= one for one in each))):
        join = next(iter(gateways))
        branches = {flow.source for task in tasks for flow in _onward(process, split, task)}
        others = {flow.source for flow in process.into(join)} - branches
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


def _waits(process: Process, key: str) -> bool:
    return process.has(key) and process.node(key).kind in WAITING and len(process.into(key)) > 1


def _onward(process: Process, split: Node, task: Node) -> list[Flow]:
    """The flows out of the task; in a file of ours those out of the gateway where whoever finishes it chooses.

    Elsewhere a branch that leaves before the gateway lets the others go on alone, which a state cannot say.
    """
    flows = process.out_of(task.id)
    if len(flows) != 1 or not _is_ours(split) or not process.has(flows[0].target):
        return flows
    chosen = process.node(flows[0].target)
    return process.out_of(chosen.id) if chosen.kind == "exclusive" and len(process.into(chosen.id)) == 1 else flows


def _is_ours(split: Node) -> bool:
    return "state" in split.own


def _one_task_each(split: Node) -> str:
    sentence = _("Between “%(gateway)s” and the gateway that waits, each branch is one user task and nothing else.")
    return sentence % {"gateway": split.id}
