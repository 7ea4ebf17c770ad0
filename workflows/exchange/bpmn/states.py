"""From a process to a workflow: where a case can be, what is done there, and by which ways it goes on."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from forms.keys import is_key
from forms.logic.errors import ExpressionError
from forms.logic.parse import parse
from forms.schema import Rule
from portal.words import DEFAULT_LANGUAGE, Words, say
from workflows.exchange import drafting, durations, own
from workflows.exchange.bpmn import joins
from workflows.exchange.bpmn.blocks import Block, blocks_of
from workflows.exchange.bpmn.graph import Flow, Node, Process
from workflows.exchange.bpmn.reaching import reached_from_the_start
from workflows.exchange.bpmn.walking import Exit, Walker
from workflows.exchange.findings import Findings
from workflows.exchange.naming import Keys
from workflows.schema import Deadline, Join, State, TaskType, Transition, WorkflowSchema

# What our own data of the whole says beside the parts of a workflow.
KEPT = ("order", "states", "ends", "beside")


def workflow_of(process: Process, name: str, findings: Findings) -> WorkflowSchema | None:
    """`name` for a process that has none. None when there are errors."""
    drafting.demand_sensible(len(process.nodes), findings)
    reached = reached_from_the_start(process, findings)
    if findings.has_errors:
        return None
    return _Reader(process, name, reached, findings).read()


class _Reader:
    def __init__(self, process: Process, name: str, reached: set[str], findings: Findings) -> None:
        self.process, self.name, self.reached, self.findings = process, name, reached, findings
        self.keys = Keys()
        self.whole, self.kept = _of_the_whole(process)
        self.order = _strings(self.kept.get("order"))
        self.people = drafting.People(self.whole.relations if self.whole else (), self.keys, findings)
        self.blocks = blocks_of(process, reached, findings)
        self.walker = Walker(process, set(self.blocks), findings)
        self.lanes = {lane.id: lane for lane in process.lanes}
        # By node: the key of the state that a case is in there.
        self.state_of: dict[str, str] = {}
        self.task_of: dict[str, TaskType] = {}
        # The gateways behind which a state goes on by what its tasks come to.
        self.joined: set[str] = set()

    def read(self) -> WorkflowSchema | None:
        first = self.first()
        if self.findings.has_errors:
            return None
        states = self.sorted([*self.states(first), *self.undrawn_ends()])
        ways = (*self.ways(), *self.beside({state.key for state in states}))
        if self.findings.has_errors:
            return None
        schema = self.finished(states, self.ordered(ways))
        drafting.say_what_is_missing(schema, self.findings)
        return schema

    def first(self) -> str:
        """The node in which a case begins."""
        start = next(node for node in self.process.nodes if node.kind == "start")
        exits = list(self.walker.exits(self.process.out_of(start.id)))
        if len(exits) > 1:
            gateway = exits[0].trail[-1].source
            sentence = _("Somebody has to decide which way a case goes. Put a user task before this gateway.")
            self.findings.error(gateway, sentence)
        targets = {found.target for found in exits}
        if not targets or any(self.process.node(target).kind == "end" for target in targets):
            self.findings.error(start.id, _("No way leads from the start to a task."))
        return next(iter(targets), "")

    def states(self, first: str) -> Iterator[State]:
        inside = {task.id for block in self.blocks.values() for task in block.tasks}
        for node in self.process.nodes:
            if node.id not in self.reached or node.id in inside:
                continue
            if node.id in self.blocks:
                yield self.state(node, self.blocks[node.id].tasks, first)
            elif node.kind in ("task", "wait"):
                yield self.state(node, (node,), first)
            elif node.kind == "end":
                yield self.state(node, (), first)

    def state(self, node: Node, tasks: tuple[Node, ...], first: str) -> State:
        base = own.state(node.own.get("state"))
        if base is None:
            named = node.name or (drafting.THE_END[DEFAULT_LANGUAGE] if node.kind == "end" else "")
            inside = " / ".join(drafting.one_line(task.name) for task in tasks)
            title: Words = {DEFAULT_LANGUAGE: drafting.one_line(named) or inside}
            base = State(key="x", title=title, kind="waiting" if node.kind == "wait" else "work")
            key = self.keys.of("state", say(title, DEFAULT_LANGUAGE) or node.id)
        else:
            # A state of one task shows the name of the task.
            title = base.title if node.kind == "task" else own.edited(base.title, node.name)
            key = self.key("state", base.key, title, node.id)
        self.state_of[node.id] = key
        made = tuple(self.task(task) for task in tasks)
        beside = tuple(task for task in base.tasks if task.optional)
        join = self.join(node, base, made)
        kind = "start" if node.id == first else "end" if node.kind == "end" else base.kind
        if kind in ("start", "end") and node.id != first and node.kind != "end":
            kind = "work"
        return base.model_copy(
            update={"key": key, "title": title, "kind": kind, "tasks": (*made, *beside), "join": join}
        )

    def join(self, node: Node, base: State, tasks: tuple[TaskType, ...]) -> Join | None:
        """None too where the sections of one form come together by their signatures, in a file of ours."""
        block = self.blocks.get(node.id)
        if block is None or not block.join:
            return None
        gateway = self.process.node(block.join)
        signed = base.join is None and "state" in node.own and all(task.section and task.form for task in tasks)
        if signed and gateway.kind == "parallel":
            return None
        join = joins.join_of(gateway, base.join, tasks, self.findings)
        self.joined.add(node.id)
        return join

    def task(self, node: Node) -> TaskType:
        lane = self.lanes.get(node.lane)
        relation = self.people.named(lane.name, element=lane.id, key=lane.relation) if lane else ""
        base = own.task(node.own.get("task"), relation=relation)
        if base is None:
            base = self.new_task(node, relation)
        else:
            if noted := node.who or node.form:
                self.findings.dropped(
                    node.id, _("What another tool noted here is not kept: %(what)s.") % {"what": noted[:120]}
                )
            title = own.edited(base.title, node.name)
            key = self.key("task", base.key, title, node.id)
            told = own.edited(base.instructions, node.documentation)
            if own.called(told) and not node.documentation:
                told = {}
            base = base.model_copy(update={"key": key, "title": title, "instructions": told})
        base = base.model_copy(update={"deadline": self.deadline(node, base.deadline)})
        self.task_of[node.id] = base
        return base

    def new_task(self, node: Node, relation: str) -> TaskType:
        name = drafting.one_line(node.name)
        if relation and node.who:
            self.findings.dropped(
                node.id, _("Who does it says the lane; “%(who)s” is not kept.") % {"who": node.who[:120]}
            )
        relation = relation or self.people.named(drafting.one_line(node.who), element=node.id)
        form = node.form if is_key(node.form) else ""
        if form:
            sentence = _("Fills in the form “%(key)s”, as the file says; see that there is one with that key.")
            self.findings.missing(node.id, sentence % {"key": form})
        elif node.form:
            self.findings.dropped(node.id, _("The form “%(form)s” is not ours.") % {"form": node.form[:120]})
        if node.kind == "wait":
            self.findings.changed(
                node.id, _("Nothing goes on by itself here: when the time has come, a person goes on.")
            )
        return TaskType(
            key=self.keys.of("task", name or node.id),
            title={DEFAULT_LANGUAGE: name} if name else drafting.UNTITLED,
            instructions={DEFAULT_LANGUAGE: node.documentation} if node.documentation else {},
            relation=relation,
            form=form,
        )

    def key(self, kind: str, wanted: str, title: Words, element: str) -> str:
        """The key it had, unless a copy of it has that already."""
        key = self.keys.of(kind, own.called(title), wanted=wanted)
        if key != wanted:
            sentence = _("A copy of “%(was)s”: its key is “%(now)s” here.")
            self.findings.changed(element, sentence % {"was": wanted, "now": key})
        return key

    def deadline(self, node: Node, base: Deadline | None) -> Deadline | None:
        if node.timer is None:
            return None
        if base is not None and node.timer.duration == durations.said(base):
            return base
        understood = durations.understood(node.timer.duration)
        if understood is None:
            sentence = _("“%(text)s” is no duration that a deadline can have.")
            self.findings.dropped(node.timer.id, sentence % {"text": node.timer.duration[:120]})
            return base
        length, exact = understood
        if not exact:
            self.findings.changed(node.timer.id, _("Years, months and seconds are days and minutes here."))
        time = {"minutes": None, "days": None, **length}
        return base.model_copy(update=time) if base else Deadline.model_validate(time)

    def ways(self) -> Iterator[Transition]:
        inside = {task.id: block for block in self.blocks.values() for task in block.tasks}
        for node in self.process.nodes:
            if node.id in self.blocks and self.blocks[node.id].join:
                yield from self.ways_of_all(self.blocks[node.id])
            elif node.id in self.task_of and not (node.id in inside and inside[node.id].join):
                state = self.state_of[inside[node.id].split.id if node.id in inside else node.id]
                yield from self.ways_of(node, state)

    def ways_of(self, node: Node, state: str) -> Iterator[Transition]:
        flows = self.process.out_of(node.id)
        if len(flows) > 1 and not all(flow.condition or flow.ways for flow in flows):
            sentence = _(
                "Several ways out of a task open all of them. Put an exclusive or a parallel gateway after it."
            )
            self.findings.error(node.id, sentence)
            return
        for found in self.walker.exits(flows):
            yield self.way(found, self.task_of[node.id].key, state)

    def ways_of_all(self, block: Block) -> Iterator[Transition]:
        """Behind the gateway that waits, and those by which one of the tasks leaves at once."""
        state = self.state_of[block.split.id]
        tasks = {node.id: self.task_of[node.id].key for node in block.tasks}
        last = [""] if block.split.id in self.joined else list(tasks.values())
        exits = self.walker.exits(self.process.out_of(block.join))
        behind = [self.way(found, task, state) for found in exits for task in last]
        if "state" not in block.split.own and not all(way.guard for way in behind[:-1]):
            sentence = _("Nobody chooses behind this gateway: say under which condition each of its ways is taken.")
            self.findings.missing(block.join, sentence)
        yield from behind
        for node in block.tasks:
            for found in self.walker.exits(block.ways_past(self.process, node)):
                yield self.way(found, tasks[node.id], state)

    def way(self, found: Exit, task: str, state: str) -> Transition:
        """`task`: the key of the one that it finishes; "" for what all tasks of a state come to."""
        target = self.state_of.get(found.target, "")
        for flow in found.trail:
            for data in flow.ways:
                if data.get("task", task) == task:
                    plain = {name: part for name, part in data.items() if name != "task"}
                    base = own.way(plain, source=state, target=target or "x", of_task=task)
                    if base is not None:
                        return self.known_way(base, found, flow)
        return self.new_way(found, task, state, target)

    def known_way(self, base: Transition, found: Exit, flow: Flow) -> Transition:
        title = own.edited(base.title, flow.name)
        key = self.key("way", base.key, title, flow.id)
        return base.model_copy(update={"key": key, "title": title, "guard": self.guard(found, base.guard)})

    def new_way(self, found: Exit, task: str, state: str, target: str) -> Transition:
        name = drafting.one_line(found.name)
        title: Words = {DEFAULT_LANGUAGE: name} if name else drafting.FINISH
        key = self.keys.of("way", name or f"{state}_done")
        return Transition(key=key, title=title, source=state, target=target, task=task, guard=self.guard(found, None))

    def guard(self, found: Exit, base: Rule | None) -> Rule | None:
        """All conditions on the way together, as far as they are in our language."""
        kept = []
        for flow in found.conditions:
            if base is not None and own.plain(base.formula) == own.plain(flow.condition):
                kept.append(base.formula)
            elif flow.condition_is_ours or _can_be_read(flow.condition):
                kept.append(flow.condition)
            else:
                sentence = _("The condition “%(text)s” is not kept: whoever finishes the task chooses the way.")
                self.findings.dropped(flow.id, sentence % {"text": flow.condition[:200]})
        if not kept:
            return None
        return Rule(formula=kept[0] if len(kept) == 1 else " and ".join(f"({each})" for each in kept))

    def sorted(self, states: list[State]) -> tuple[State, ...]:
        """As they stood, where that was kept."""
        place = {key: number for number, key in enumerate(_strings(self.kept.get("states")))}
        return tuple(sorted(states, key=lambda state: place.get(state.key, len(place))))

    def undrawn_ends(self) -> Iterator[State]:
        for data in _dicts(self.kept.get("ends")):
            if (state := own.end(data)) and state.key not in self.state_of.values():
                yield state.model_copy(update={"key": self.key("state", state.key, state.title, "")})

    def beside(self, states: set[str]) -> Iterator[Transition]:
        """Ways that no flow stands for; those of states that are there no more are said."""
        for data in _dicts(self.kept.get("beside")):
            way = own.beside(data)
            if way is None or not way.relation:
                continue
            if way.target not in states or (way.source and way.source not in states):
                sentence = _("“%(way)s” is not kept: a state that it names is not there.")
                self.findings.dropped("", sentence % {"way": own.called(way.title)[:120]})
                continue
            yield way.model_copy(update={"key": self.key("way", way.key, way.title, "")})

    def ordered(self, ways: tuple[Transition, ...]) -> tuple[Transition, ...]:
        place = {key: number for number, key in enumerate(self.order)}
        return tuple(sorted(ways, key=lambda way: place.get(way.key, len(place))))

    def finished(self, states: tuple[State, ...], ways: tuple[Transition, ...]) -> WorkflowSchema:
        whole = self.whole
        if whole is None:
            name = drafting.one_line(self.process.name) or self.name or drafting.UNTITLED[DEFAULT_LANGUAGE]
            whole = WorkflowSchema(
                key=Keys().of("workflow", name),
                title={DEFAULT_LANGUAGE: name},
                opened_by="",
                relations=(),
                states=(),
                transitions=(),
            )
        title = own.edited(whole.title, self.process.name)
        parts = {"relations": self.people.relations, "states": states, "transitions": ways, "title": title}
        return drafting.short_titled(whole.model_copy(update=parts), self.findings)


def _of_the_whole(process: Process) -> tuple[WorkflowSchema | None, dict[str, Any]]:
    """And what is kept beside it: the orders, and what BPMN does not draw."""
    data = process.own.get("workflow")
    if not isinstance(data, dict):
        return None, {}
    kept = {name: data[name] for name in KEPT if name in data}
    return own.workflow({name: part for name, part in data.items() if name not in KEPT}), kept


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _can_be_read(formula: str) -> bool:
    """Is it by chance an expression of ours, over answers of a form?"""
    try:
        parse(formula)
    except ExpressionError:
        return False
    return "${answers." in formula
