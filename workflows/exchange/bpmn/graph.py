"""A process as the subset knows it: nodes, flows and lanes. Written from a workflow, read from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

# wait: a timer in the middle of the way; complex: a gateway that waits for so many; refused: what the subset has not.
Kind = Literal["start", "end", "task", "wait", "exclusive", "parallel", "complex", "refused"]


@dataclass(frozen=True)
class Timer:
    """A timer on the edge of a task that lets the task go on, or in the middle of the way."""

    id: str
    duration: str


@dataclass(frozen=True)
class Node:
    id: str
    kind: Kind
    name: str = ""
    documentation: str = ""
    # Id of the lane it lies in.
    lane: str = ""
    timer: Timer | None = None
    # Who does it and which form is filled in, where other tools say that in words of their own.
    who: str = ""
    form: str = ""
    # When a complex gateway lets go on what it waits for.
    condition: str = ""
    # What stands in our namespace, by the name of the element.
    own: Mapping[str, Any] = field(default_factory=dict)
    # What the element is called in BPMN.
    tag: str = ""

    @property
    def is_place(self) -> bool:
        """Is a case somewhere when it is here?"""
        return self.kind in ("end", "task", "wait")


@dataclass(frozen=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""
    condition: str = ""
    condition_is_ours: bool = False
    # The transitions it stands for.
    ways: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Lane:
    id: str
    name: str
    # Key of the relation.
    relation: str = ""


@dataclass(frozen=True)
class Process:
    id: str
    name: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...] = ()
    own: Mapping[str, Any] = field(default_factory=dict)
    documentation: str = ""
    # Pairs of the id of a timer on the edge of a task and the node that it leads to.
    after_timers: tuple[tuple[str, str], ...] = ()

    _leaving: dict[str, list[Flow]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _entering: dict[str, list[Flow]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _by_id: dict[str, Node] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for flow in self.flows:
            self._leaving.setdefault(flow.source, []).append(flow)
            self._entering.setdefault(flow.target, []).append(flow)
        self._by_id.update({node.id: node for node in self.nodes})

    def out_of(self, node: str) -> list[Flow]:
        return self._leaving.get(node, [])

    def into(self, node: str) -> list[Flow]:
        return self._entering.get(node, [])

    def node(self, node: str) -> Node:
        """Raises KeyError."""
        return self._by_id[node]

    def has(self, node: str) -> bool:
        return node in self._by_id
