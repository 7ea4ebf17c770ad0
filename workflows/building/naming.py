"""Titles become keys: what an author could only call by its title while it was new. Then a title may change freely."""

from collections.abc import Iterable, Iterator
from typing import Any

from forms.building.naming import finder

# The inputs that name a part, and the kind of part they name.
REFERENCES = {"relation": "relation", "to": "relation", "source": "state", "target": "state", "task": "task"}
TITLES = ("title", "title_en")


def settle(workflow: Any) -> None:
    states = _values(workflow.states)
    tasks = [task for state in states for task in _values(state["tasks"])]
    finders = {
        "relation": finder(_values(workflow.relations), TITLES),
        "state": finder(states, TITLES),
        "task": finder(tasks, TITLES),
    }
    for value in [*tasks, *_values(workflow.readers), *_values(workflow.opening_effects), *_of_transitions(workflow)]:
        for name, kind in REFERENCES.items():
            if value.get(name):
                value[name] = finders[kind](value[name])


def _of_transitions(workflow: Any) -> Iterator[Any]:
    for transition in _values(workflow.transitions):
        yield transition
        yield from _values(transition["effects"])


def _values(stream: Iterable[Any]) -> list[Any]:
    return [block.value for block in stream]
