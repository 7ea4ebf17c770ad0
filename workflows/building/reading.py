"""From the editor's blocks to the parts of a WorkflowSchema. References may be keys or titles."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from forms.schema import Rule, both
from workflows.schema import Deadline, EffectCall, Reader, Relation, State, TaskType, Transition

Value = Mapping[str, Any]
# From what an author wrote, a key or a title, to the key.
Find = Callable[[str], str]


def finder(parts: Iterable[Value]) -> Find:
    """Authors may name a part by its title; what nobody is called stays as it is written and is found by the check."""
    keys: dict[str, str] = {}
    for part in parts:
        for name in (part["title_en"], part["title"]):
            if name:
                keys.setdefault(name, part["key"])
    own = {part["key"] for part in parts}
    return lambda name: name if name in own else keys.get(name.strip(), name.strip())


def relation(value: Value) -> Relation:
    return Relation(key=value["key"], title=_words(value, "title"), kind=value["kind"], duty=value["duty"] or "")


def state(value: Value, relations: Find) -> State:
    return State(
        key=value["key"],
        title=_words(value, "title"),
        kind=value["kind"],
        public_status=_words(value, "public_status"),
        tasks=tuple(_task(block.value, relations) for block in value["tasks"]),
    )


def transition(value: Value, states: Find, tasks: Find, relations: Find) -> Transition:
    return Transition(
        key=value["key"],
        title=_words(value, "title"),
        source=states(value["source"]),
        target=states(value["target"]),
        task=tasks(value["task"]),
        guard=_rule(value["guard"]),
        confirmation=_words(value, "confirmation"),
        effects=effects(value["effects"], relations),
    )


def reader(value: Value, relations: Find) -> Reader:
    return Reader(
        relation=relations(value["relation"]),
        forms=tuple(value["forms"]),
        sensitivities=tuple(value["sensitivities"]),
    )


def effects(stream: Any, relations: Find) -> tuple[EffectCall, ...]:
    return tuple(_effect(block.block_type, block.value, relations) for block in stream)


def _task(value: Value, relations: Find) -> TaskType:
    return TaskType(
        key=value["key"],
        title=_words(value, "title"),
        instructions=_words(value, "instructions"),
        relation=relations(value["relation"]),
        form=value["form"] or "",
        prefill={row["field"]: row["source"] for row in value["prefill"]},
        deadline=next((_deadline(block.value) for block in value["deadline"]), None),
    )


def _deadline(value: Value) -> Deadline:
    return Deadline(
        minutes=value["minutes"], urgent_when=_rule(value["urgent_when"]), urgent_minutes=value["urgent_minutes"]
    )


def _effect(block_type: str, value: Value, relations: Find) -> EffectCall:
    if block_type == "other":
        return EffectCall(type=value["type"], settings=json.loads(value["settings"] or "{}"))
    settings: dict[str, Any] = {name: value[name] for name in ("template", "form") if value.get(name)}
    settings |= {name: relations(value[name]) for name in ("relation", "to") if value.get(name)}
    settings |= {name: said for name in ("title", "words") if name in value and (said := _words(value, name))}
    return EffectCall(type=block_type, settings=settings)


def _words(value: Value, name: str) -> dict[str, str]:
    return both(value[name], value[f"{name}_en"])


def _rule(formula: str | None) -> Rule | None:
    return Rule(formula=formula.strip()) if formula and formula.strip() else None
