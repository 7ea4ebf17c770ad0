"""From a task through gateways to where the case is next: `Walker.exits(flows)`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.exchange.bpmn.graph import Flow, Node, Process
from workflows.exchange.findings import Findings

# Trails are counted: gateways after gateways can make millions of them in a small file.
MOST_GATEWAYS, MOST_STEPS = 12, 3_000


@dataclass(frozen=True)
class Exit:
    """A way to a place: the node there, and the flows that lead to it."""

    target: str
    trail: tuple[Flow, ...]

    @property
    def name(self) -> str:
        """What is chosen on the way."""
        return "，".join(flow.name.strip() for flow in self.trail if flow.name.strip())

    @property
    def conditions(self) -> tuple[Flow, ...]:
        return tuple(flow for flow in self.trail if flow.condition)


@dataclass
class Walker:
    process: Process
    # The gateways that open several tasks at once: a case can be there.
    splits: set[str]
    findings: Findings
    steps: int = 0

    def exits(self, flows: Iterable[Flow]) -> Iterator[Exit]:
        for flow in flows:
            yield from self._follow((flow,))

    def _follow(self, trail: tuple[Flow, ...]) -> Iterator[Exit]:
        """Depth first, along one trail after the other; a trail never passes a gateway twice."""
        waiting = [trail]
        while waiting:
            trail = waiting.pop()
            self.steps += 1
            if self.steps > MOST_STEPS:
                self.findings.error("", _("There are too many ways from task to task."))
                return
            node = self._at_end_of(trail)
            if node is None:
                continue
            if node.is_place or node.id in self.splits:
                yield Exit(node.id, trail)
            elif node.kind == "complex":
                sentence = _("A complex gateway can only be taken where all tasks that were opened together meet.")
                self.findings.error(node.id, sentence)
            elif any(flow.source == node.id for flow in trail):
                self.findings.error(node.id, _("The way leads back to this gateway and passes no task."))
            elif node.kind == "parallel" and len(self.process.into(node.id)) > 1:
                self.findings.error(node.id, _("This gateway waits for branches that no gateway opened together."))
            elif not self.process.out_of(node.id):
                self.findings.error(node.id, _("No way leads on from here."))
            elif len(trail) > MOST_GATEWAYS:
                self.findings.error(node.id, _("There are too many gateways after each other."))
            else:
                waiting += [(*trail, flow) for flow in reversed(self.process.out_of(node.id))]

    def _at_end_of(self, trail: tuple[Flow, ...]) -> Node | None:
        flow = trail[-1]
        if not self.process.has(flow.target):
            self.findings.error(flow.id, _("The flow leads to an element that is not there."))
            return None
        node = self.process.node(flow.target)
        # Refused for what it is, once for all that leads there.
        return None if node.kind in ("refused", "start") else node
