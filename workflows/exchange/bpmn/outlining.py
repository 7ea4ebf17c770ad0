"""From a workflow to a process: a state is its task; a state with several is a parallel gateway and its tasks."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms.problems import Problem
from portal.words import DEFAULT_LANGUAGE, say
from workflows.check.graph import closure, graph_problems
from workflows.check.joins import join_problems
from workflows.check.parts import part_problems
from workflows.exchange import durations, own
from workflows.exchange.bpmn import joins
from workflows.exchange.bpmn.graph import Flow, Lane, Node, Process, Timer
from workflows.schema import State, TaskType, Transition, WorkflowSchema

# What keeps a workflow from being drawn as a process at all.
UNDRAWABLE = {"double_key", "one_start", "state_unknown", "task_unknown", "task_without_end", "end_goes_on"}
UNDRAWABLE |= {"join_alone", "join_without_way", "join_impossible", "way_without_task"}
# Those of a finished task are in its gateway, or in its only flow.
SHOWN_OF_A_WAY = {"source", "target", "task"}
FIRST_DECIDES = "先完成的一项决定去向，其余任务随之取消。"


class Unwritable(Exception):
    """The workflow is half made; `problems` say what is missing."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Outline:
    process: Process
    # By node: the state it belongs to and its place there (0 merging, 1 splitting, 2 a task, 3 what follows it, 4 where
    # the tasks meet, 5 what follows then).
    places: dict[str, tuple[str, int]]


def outline(schema: WorkflowSchema) -> Outline:
    """Raises Unwritable."""
    _demand_drawable(schema)
    return _Outliner(schema).outline()


def _demand_drawable(schema: WorkflowSchema) -> None:
    problems = [p for p in part_problems(schema, {}, lambda _call, _forms: "") if p.code in UNDRAWABLE]
    if not problems:
        problems = [p for p in join_problems(schema) if p.code in UNDRAWABLE]
    if not problems:
        problems = [p for p in graph_problems(schema) if p.code in UNDRAWABLE]
    if not problems:
        problems = [
            Problem(f"state {s.key}", _("Nothing is to be done in this state, and it is no end."), code="no_task")
            for s in schema.states
            if _is_stuck(s)
        ]
    if not problems:
        sentence = _("Only a way beside the tasks leads to this state, and BPMN cannot draw such a way.")
        problems = [Problem(f"state {key}", sentence, code="beside") for key in _only_beside(schema)]
    if problems:
        raise Unwritable(problems)


def _only_beside(schema: WorkflowSchema) -> list[str]:
    """States that are no end; an end of this kind is kept beside the drawing."""
    arrows = {
        state.key: {way.target for way in schema.transitions if way.source == state.key and not way.relation}
        for state in schema.states
    }
    drawn = closure({schema.start.key}, arrows)
    return [state.key for state in schema.states if state.kind != "end" and state.key not in drawn]


def _is_stuck(state: State) -> bool:
    return state.kind != "end" and not state.needed


class _Outliner:
    def __init__(self, schema: WorkflowSchema) -> None:
        self.schema = schema
        self.known = {relation.key for relation in schema.relations}
        self.nodes: list[Node] = []
        self.flows: list[Flow] = []
        self.places: dict[str, tuple[str, int]] = {}
        self.incoming = {state.key: 0 for state in schema.states}
        self.incoming[schema.start.key] = 1
        self.joint = {state.key for state in schema.states if state.join or _is_joint(schema, state)}
        for way in schema.transitions:
            self.incoming[way.target] += not way.relation
        self.undrawn = {state.key for state in schema.states if state.kind == "end" and not self.incoming[state.key]}

    def outline(self) -> Outline:
        start = self.schema.start
        self.add(Node("start", "start", lane=_lane(self, start.tasks[0])), start.key, -1)
        self.flow("begin", "start", self.entry(start))
        for state in self.schema.states:
            if state.key not in self.undrawn:
                self.add_state(state)
        used = {node.lane for node in self.nodes}
        lanes = [
            Lane(f"relation_{relation.key}", own.called(relation.title), relation.key)
            for relation in self.schema.relations
            if f"relation_{relation.key}" in used
        ]
        process = Process(
            f"process_{self.schema.key}",
            own.called(self.schema.title),
            tuple(self.nodes),
            tuple(self.flows),
            tuple(lanes),
            own={"workflow": _of_the_whole(self.schema, self.undrawn)},
            documentation=_not_drawn(self.schema),
        )
        return Outline(process, self.places)

    def add(self, node: Node, state: str, place: int) -> None:
        self.nodes.append(node)
        self.places[node.id] = (state, place)

    def flow(self, key: str, source: str, target: str) -> None:
        self.flows.append(Flow(key, source, target))

    def entry(self, state: State) -> str:
        """Where arrows into the state end. A parallel gateway with several of them would wait for all."""
        if state.kind == "end":
            return f"state_{state.key}"
        if len(state.needed) == 1:
            return f"task_{state.needed[0].key}"
        return f"{'merge' if self.incoming[state.key] > 1 else 'split'}_{state.key}"

    def add_state(self, state: State) -> None:
        if state.kind == "end":
            self.add_end(state)
            return
        if len(state.needed) > 1:
            self.add_split(state)
        for task in state.needed:
            self.add_task(state, task)
        if state.key in self.joint:
            self.add_join(state)
        else:
            for task in state.needed:
                ways = self.schema.transitions_of(state.key, task.key)
                self.add_ways(f"task_{task.key}", f"decide_{task.key}", state, [[way] for way in ways])

    def add_end(self, state: State) -> None:
        drawn = (way for way in self.schema.transitions if not way.relation)
        leading = next((way for way in drawn if way.target == state.key), None)
        lane = self.lane_before(leading) if leading else ""
        node = Node(f"state_{state.key}", "end", own.called(state.title), lane=lane, own={"state": _of_state(state)})
        self.add(node, state.key, 0)

    def lane_before(self, way: Transition) -> str:
        """Of whoever takes the way; of the last task where all of a state do."""
        source = self.schema.state(way.source)
        return _lane(self, self.schema.task_type(way.task) if way.task else source.needed[-1])

    def add_split(self, state: State) -> None:
        lane, split = _lane(self, state.needed[0]), f"split_{state.key}"
        if self.incoming[state.key] > 1:
            self.add(Node(f"merge_{state.key}", "exclusive", lane=lane), state.key, 0)
            self.flow(f"from_merge_{state.key}", f"merge_{state.key}", split)
        said = "" if state.key in self.joint else FIRST_DECIDES
        self.add(
            Node(split, "parallel", own.called(state.title), said, lane, own={"state": _of_state(state)}), state.key, 1
        )
        for task in state.needed:
            self.flow(f"open_{task.key}", split, f"task_{task.key}")

    def add_task(self, state: State, task: TaskType) -> None:
        alone = {"state": _of_state(state)} if len(state.needed) == 1 else {}
        shown = {"relation"} if task.relation in self.known else set()
        node = Node(
            f"task_{task.key}",
            "task",
            own.called(task.title),
            own.plain(say(task.instructions, DEFAULT_LANGUAGE)),
            _lane(self, task),
            Timer(f"due_{task.key}", durations.said(task.deadline)) if task.deadline else None,
            own={**alone, "task": own.said(task, without=shown)},
        )
        self.add(node, state.key, 2)

    def add_join(self, state: State) -> None:
        join = f"join_{state.key}"
        condition = joins.condition_of(state.join, len(state.needed)) if state.join else ""
        kind, said, lane = joins.kind_of(state.join), joins.in_words(state), _lane(self, state.needed[-1])
        condition = condition if kind == "complex" else ""
        self.add(Node(join, kind, documentation=said, lane=lane, condition=condition), state.key, 4)
        for task in state.needed:
            ways = self.schema.transitions_of(state.key, task.key) if state.join else []
            before = self.add_choice(f"task_{task.key}", f"decide_{task.key}", state, 3) if ways else f"task_{task.key}"
            self.flow(f"close_{task.key}", before, join)
            for way in ways:
                self.add_way(before, [way])
        if state.join:
            self.add_ways(join, f"decided_{state.key}", state, [[way] for way in self.schema.joined_ways(state.key)])
            return
        each = [self.schema.transitions_of(state.key, task.key) for task in state.needed]
        self.add_ways(join, f"decided_{state.key}", state, [list(row) for row in zip(*each, strict=True)])

    def add_ways(self, node: str, gateway: str, state: State, ways: list[list[Transition]]) -> None:
        """Each is one flow, of as many transitions as there are tasks that may be the last."""
        if len(ways) > 1:
            node = self.add_choice(node, gateway, state, 5 if node.startswith("join_") else 3)
        for row in ways:
            self.add_way(node, row)

    def add_choice(self, node: str, gateway: str, state: State, place: int) -> str:
        """The gateway behind the node, in its lane."""
        lane = next(known.lane for known in self.nodes if known.id == node)
        self.add(Node(gateway, "exclusive", lane=lane), state.key, place)
        self.flow(f"to_{gateway}", node, gateway)
        return gateway

    def add_way(self, node: str, row: list[Transition]) -> None:
        first = row[0]
        several = len(row) > 1
        flow = Flow(
            f"way_{first.key}",
            node,
            self.entry(self.schema.state(first.target)),
            own.called(first.title),
            own.plain(first.guard.formula) if first.guard else "",
            condition_is_ours=True,
            ways=tuple(own.said(way, without=SHOWN_OF_A_WAY) | ({"task": way.task} if several else {}) for way in row),
        )
        self.flows.append(flow)


def _is_joint(schema: WorkflowSchema, state: State) -> bool:
    """Do all have to sign before it goes on, whoever is the last, by the same ways? BPMN can say that."""
    if len(state.needed) < 2 or not all(task.section for task in state.needed):
        return False
    if len({task.form for task in state.needed}) > 1:
        return False
    first, *others = [list(_same_for_all(schema, state, task)) for task in state.needed]
    return all(ways == first for ways in others)


def _same_for_all(schema: WorkflowSchema, state: State, task: TaskType) -> Iterator[Transition]:
    for way in schema.transitions_of(state.key, task.key):
        yield way.model_copy(update={"key": "", "task": ""})


def _lane(outliner: _Outliner, task: TaskType) -> str:
    return f"relation_{task.relation}" if task.relation in outliner.known else ""


def _of_state(state: State) -> dict[str, object]:
    """With its optional tasks: no arrow leads on from them, and no other tool would know what to do with such."""
    left_out = tuple(task for task in state.tasks if task.optional)
    return own.said(state.model_copy(update={"tasks": left_out}), without=set())


def _of_the_whole(schema: WorkflowSchema, undrawn: Collection[str]) -> dict[str, object]:
    """With the order of the transitions, which flows do not have, and with what lies beside the tasks: BPMN knows ways
    from one node to the next only.
    """
    order: dict[str, object] = {"order": [way.key for way in schema.transitions]}
    if beside := [own.said(way, without=set()) for way in schema.transitions if way.relation]:
        ends = [own.said(state, without=set()) for state in schema.states if state.key in undrawn]
        order |= {"beside": beside, "ends": ends, "states": [state.key for state in schema.states]}
    return own.said(schema, without={"states", "transitions"}) | order


def _not_drawn(schema: WorkflowSchema) -> str:
    """For who looks at it in another tool: what they do not see there."""
    titles = {state.key: own.called(state.title) for state in schema.states} | {"": "任何尚未结束的状态"}
    ways = [way for way in schema.transitions if way.relation]
    lines = [f"{own.called(way.title)}：{titles[way.source]} → {titles[way.target]}" for way in ways]
    return "\n".join(["BPMN 画不出下列途径，它们保存在扩展数据里：", *lines]) if lines else ""
