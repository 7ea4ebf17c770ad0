"""How the tasks of a state come together, as a gateway that waits: for all of them, or by a rule of its own."""

import re

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.graph import Kind, Node
from workflows.exchange.findings import Findings
from workflows.schema import Join, State, TaskType

# `activationCount` is BPMN's own name for how many branches have come to a complex gateway.
_COUNTED = re.compile(r"(?:[$#]\{)?\s*activationCount\s*>=\s*(\d{1,2})\s*\}?")


def kind_of(join: Join | None) -> Kind:
    """A parallel gateway waits for all whatever they say; anything else is a complex one."""
    return "complex" if join and (join.needs != "all" or join.favour or join.veto) else "parallel"


def condition_of(join: Join, tasks: int) -> str:
    """In BPMN's words, as far as it has any: how many. That only those in favour count is said in words."""
    return f"activationCount >= {join.number(tasks)}"


def in_words(state: State) -> str:
    """What the gateway of the state says to who reads the picture."""
    join = state.join
    if join is None or kind_of(join) == "parallel":
        return ""
    needed = f"{len(state.tasks)} 项任务中，{join.number(len(state.tasks))} 项{'同意' if join.favour else '完成'}即可。"
    return needed + ("有一项不同意，即不通过。" if join.veto else "")


def join_of(gateway: Node, was: Join | None, tasks: tuple[TaskType, ...], findings: Findings) -> Join | None:
    """What the gateway says now; `was` what the file says of it in words of ours."""
    if gateway.kind == "parallel":
        return _all(gateway, was, findings)
    if was is not None and gateway.condition == condition_of(was, len(tasks)):
        return was
    found = _COUNTED.fullmatch(gateway.condition)
    count = int(found[1]) if found else 0
    if not 1 <= count <= len(tasks):
        sentence = _(
            "This gateway does not say how many tasks it waits for. Write activationCount >= and a number of 1 to "
            "%(tasks)s, or take a parallel gateway, which waits for all."
        )
        findings.error(gateway.id, sentence % {"tasks": len(tasks)})
        return was
    needs = "all" if count == len(tasks) else "any" if count == 1 else "some"
    return (was or Join()).model_copy(update={"needs": needs, "count": count if needs == "some" else 0})


def _all(gateway: Node, was: Join | None, findings: Findings) -> Join:
    if was is None or kind_of(was) == "parallel":
        return was or Join()
    findings.changed(gateway.id, _("A parallel gateway waits for all tasks, whatever they say: so it is here now."))
    return Join()
