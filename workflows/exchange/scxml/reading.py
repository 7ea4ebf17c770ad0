"""From an SCXML file to a workflow: `read(content, name=…)`. W3C: State Chart XML, 1 September 2015.

A state becomes a state with one task, an event a way out of it. What runs by itself, lies inside of another state, or
computes, is refused by the id of the state it stands in.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from portal.words import DEFAULT_LANGUAGE
from workflows.exchange import drafting
from workflows.exchange.findings import Findings, Imported
from workflows.exchange.naming import Keys
from workflows.exchange.safexml import Element, Unreadable, local, parse, space
from workflows.schema import State, TaskType, Transition, WorkflowSchema

NAMESPACE = "http://www.w3.org/2005/07/scxml"
# What changes where a case goes or what it does.
REFUSED = {
    "parallel", "history", "invoke", "script", "onentry", "onexit", "donedata", "assign", "raise", "send", "cancel",
    "if", "foreach", "finalize",
}  # fmt: skip
# What only keeps a record, or data that nothing here reads.
DROPPED = {"datamodel", "log"}


def read(content: bytes, *, name: str = "workflow") -> Imported:
    """`name` is that of the file, for machines that have none. Raises nothing."""
    findings = Findings()
    schema = None
    try:
        root = parse(content)
        if root.tag == f"{{{NAMESPACE}}}scxml":
            schema = _Reader(root, name.rsplit("/", 1)[-1].rsplit(".", 1)[0], findings).read()
        else:
            findings.error("", _("This is no SCXML file: it does not begin with “scxml”."))
    except Unreadable as unreadable:
        findings.error("", str(unreadable))
    return findings.of(schema)


class _Reader:
    def __init__(self, root: Element, name: str, findings: Findings) -> None:
        self.root, self.findings = root, findings
        self.name = drafting.one_line(root.get("name", "")) or name or drafting.UNTITLED[DEFAULT_LANGUAGE]
        self.keys = Keys()
        self.people = drafting.People((), self.keys, findings)
        self.elements = [child for child in root if local(child) in ("state", "final")]
        self.state_of: dict[str, str] = {}

    def read(self) -> WorkflowSchema | None:
        drafting.demand_sensible(sum(1 for _each in self.root.iter()), self.findings)
        if not self.findings.has_errors:
            self.demand_plain()
        first = self.first()
        if self.findings.has_errors:
            return None
        states = {element.get("id", ""): self.state(element, first) for element in self.elements}
        ways = tuple(way for element in self.elements for way in self.ways(element, states[element.get("id", "")]))
        if self.findings.has_errors:
            return None
        schema = WorkflowSchema(
            key=Keys().of("workflow", self.name),
            title={DEFAULT_LANGUAGE: self.name},
            opened_by="",
            relations=self.people.relations,
            states=tuple(states.values()),
            transitions=ways,
        )
        drafting.say_what_is_missing(schema, self.findings)
        return drafting.short_titled(schema, self.findings)

    def demand_plain(self) -> None:
        """Everything in the file that is more than states and transitions is said, with the state it stands in."""
        seen: set[str] = set()
        for element in self.elements:
            key = element.get("id", "")
            if not key or key in seen:
                self.findings.error(key, _("Every element needs an id of its own."))
            seen.add(key)
        if not self.elements:
            self.findings.error("", _("There are no states in this file."))
        for element, state in _with_state(self.root, self.root.get("name", "")):
            self.demand_known(element, state)

    def demand_known(self, element: Element, state: str) -> None:
        tag = local(element)
        if not tag or space(str(element.tag)) != NAMESPACE:
            if tag:
                self.findings.dropped(state, _("What another tool noted here is not kept: %(what)s.") % {"what": tag})
        elif tag in REFUSED:
            sentence = _("“%(tag)s” cannot be taken. What can be: %(known)s.")
            known = _("states, final states and transitions by events")
            self.findings.error(element.get("id") or state, sentence % {"tag": tag, "known": known})
        elif tag in DROPPED:
            self.findings.dropped(state, _("“%(tag)s” was left out: nothing here reads it.") % {"tag": tag})
        elif tag in ("state", "final") and element not in self.elements:
            self.findings.error(element.get("id", ""), _("A state inside of another one cannot be taken."))

    def first(self) -> str:
        """Id of the state in which a case begins: the one named, else the first of the file."""
        named = self.root.get("initial", "").split()
        for transition in self.root.findall(f"{{{NAMESPACE}}}initial/{{{NAMESPACE}}}transition"):
            named = transition.get("target", "").split()
        ids = {element.get("id", ""): local(element) for element in self.elements}
        first = named[0] if named else next(iter(ids), "")
        if len(named) > 1 or ids.get(first) != "state":
            self.findings.error(" ".join(named), _("A case begins in exactly one state, and that is no final one."))
        return first

    def state(self, element: Element, first: str) -> State:
        id_ = element.get("id", "")
        key = self.state_of[id_] = self.keys.of("state", id_)
        title = {DEFAULT_LANGUAGE: drafting.one_line(id_)}
        if local(element) == "final":
            return State(key=key, title=title, kind="end")
        task = TaskType(key=self.keys.of("task", id_), title=title, relation=self.people.named("", element=id_))
        return State(key=key, title=title, kind="start" if id_ == first else "work", tasks=(task,))

    def ways(self, element: Element, state: State) -> Iterator[Transition]:
        found = element.findall(f"{{{NAMESPACE}}}transition")
        if found and not state.tasks:
            self.findings.error(element.get("id", ""), _("No way leads out of a final state."))
            return
        if not found and state.tasks:
            self.findings.missing(element.get("id", ""), _("No way leads on from here."))
        for transition in found:
            if (way := self.way(transition, element.get("id", ""), state)) is not None:
                yield way

    def way(self, transition: Element, id_: str, state: State) -> Transition | None:
        event, targets = transition.get("event", ""), transition.get("target", "").split()
        if not event.strip():
            self.findings.error(id_, _("A transition without an event happens by itself; here only people move cases."))
            return None
        if len(targets) != 1 or targets[0] not in self.state_of:
            sentence = _("The transition “%(event)s” has to lead to exactly one state that is in the file.")
            self.findings.error(id_, sentence % {"event": event})
            return None
        if transition.get("cond"):
            sentence = _("The condition “%(text)s” is not kept: whoever finishes the task chooses the way.")
            self.findings.dropped(id_, sentence % {"text": transition.get("cond", "")[:200]})
        name = drafting.one_line(event)
        return Transition(
            key=self.keys.of("way", name),
            title={DEFAULT_LANGUAGE: name},
            source=state.key,
            target=self.state_of[targets[0]],
            task=state.tasks[0].key,
        )


def _with_state(root: Element, name: str) -> Iterator[tuple[Element, str]]:
    """Every element below, with the id of the nearest state around it."""
    waiting = [(child, name) for child in reversed(root)]
    while waiting:
        element, state = waiting.pop()
        yield element, state
        inner = element.get("id", state) if local(element) in ("state", "final", "parallel") else state
        waiting += [(child, inner) for child in reversed(element)]
