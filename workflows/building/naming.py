"""Titles become keys: what an author could only call by its title while it was new. Then a title may change freely."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from forms.building.naming import finder

# The inputs that name a part, and the kind of part they name.
REFERENCES = {"relation": "relation", "to": "relation", "source": "state", "target": "state", "task": "task"}
# Those in the steps of scenarios.
IN_STEPS = {"task": "task", "transition": "way", "by": "relation"}
TITLES = ("title", "title_en")

Finder = Callable[[str], str]


def settle(workflow: Any) -> None:
    states = _values(workflow.states)
    tasks = [task for state in states for task in _values(state["tasks"])]
    finders = {
        "relation": finder(_values(workflow.relations), TITLES),
        "state": finder(states, TITLES),
        "task": finder(tasks, TITLES),
        "way": finder(_values(workflow.transitions), TITLES),
    }
    for value in [*tasks, *_values(workflow.readers), *_values(workflow.opening_effects), *_of_transitions(workflow)]:
        for name, kind in REFERENCES.items():
            if value.get(name):
                value[name] = finders[kind](value[name])

    for scenario in _values(workflow.scenarios):
        _settle_outcome(scenario["expected"], finders)
        for step in scenario["steps"]:
            _settle_outcome(step["expected"], finders)
            for name, kind in IN_STEPS.items():
                step[name] = finders[kind](step[name] or "")


def _settle_outcome(expected: Any, finders: Mapping[str, Finder]) -> None:
    expected["state"] = finders["state"](expected["state"] or "")
    for name, kind in (("open", "task"), ("told", "relation")):
        expected[name] = [finders[kind](key or "") for key in expected[name]]


def _of_transitions(workflow: Any) -> Iterator[Any]:
    for transition in _values(workflow.transitions):
        yield transition
        yield from _values(transition["effects"])


def _values(stream: Iterable[Any]) -> list[Any]:
    return [block.value for block in stream]
