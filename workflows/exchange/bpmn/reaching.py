"""What a case can come to from the start; what lies elsewhere is listed, and what is refused is named."""

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.graph import Process
from workflows.exchange.findings import Findings


def reached_from_the_start(process: Process, findings: Findings) -> set[str]:
    """Ids of nodes. Errors for a start that is none, and for elements that the subset does not have."""
    starts = [node for node in process.nodes if node.kind == "start"]
    if not starts:
        findings.error(process.id, _("A plain start event is missing: a form that is handed in opens a case."))
    for more in starts[1:]:
        findings.error(more.id, _("A case begins in one place only; this is another start."))
    reached = _closure([node.id for node in starts], process)
    behind_timers = _closure([target for _timer, target in process.after_timers], process) - reached
    for node in process.nodes:
        if node.id in reached and node.kind == "refused":
            sentence = _("“%(tag)s” cannot be taken. What can be: %(known)s.")
            known = _("user tasks, exclusive and parallel gateways, timers, lanes, plain start and end events")
            findings.error(node.id, sentence % {"tag": node.tag, "known": known})
        elif node.id in behind_timers and node.kind != "end":
            sentence = _("What a timer leads to is not kept; who is reminded stands under “What happens around it”.")
            findings.dropped(node.id, sentence)
        elif node.id not in reached | behind_timers:
            findings.dropped(node.id, _("No way leads here from the start."))
    return reached


def _closure(start: list[str], process: Process) -> set[str]:
    found, waiting = set(start), list(start)
    while waiting:
        for flow in process.out_of(waiting.pop()):
            if flow.target not in found:
                found.add(flow.target)
                waiting.append(flow.target)
    return found
