"""From the editor's blocks, names settled, to the parts of a WorkflowSchema."""

import json
from collections.abc import Mapping
from typing import Any

from forms.schema import Rule
from portal.words import both
from workflows.schema import (
    Deadline,
    EffectCall,
    Join,
    Later,
    Reader,
    Reason,
    Relation,
    Remark,
    Rung,
    State,
    TaskType,
    Transition,
)

Value = Mapping[str, Any]


def relation(value: Value) -> Relation:
    return Relation(
        key=value["key"],
        title=_words(value, "title"),
        kind=value["kind"],
        duty=value["duty"] or "",
        not_filer=bool(value["not_filer"]),
        field=value["field"] or "",
    )


def state(value: Value) -> State:
    return State(
        key=value["key"],
        title=_words(value, "title"),
        kind=value["kind"],
        public_status=_words(value, "public_status"),
        tasks=tuple(_task(block.value) for block in value["tasks"]),
        join=next((_join(block.value) for block in value["join"]), None),
    )


def _join(value: Value) -> Join:
    count = value["count"] or 0
    return Join(needs=value["needs"], count=count, favour=_rule(value["favour"]), veto=bool(value["veto"]))


def transition(value: Value) -> Transition:
    return Transition(
        key=value["key"],
        title=_words(value, "title"),
        source=value["source"] or "",
        target=value["target"] or "",
        task=value["task"] or "",
        relation=value["relation"] or "",
        roles=tuple(value["roles"] or ()),
        reasons=tuple(_reason(row) for row in value["reasons"]),
        missed=bool(value["missed"]),
        guard=_rule(value["guard"]),
        clock=_rule(value["clock"]),
        confirmation=_words(value, "confirmation"),
        effects=effects(value["effects"]),
    )


def _reason(value: Value) -> Reason:
    return Reason(key=value["key"], title=_words(value, "title"))


def reader(value: Value) -> Reader:
    return Reader(
        relation=value["relation"] or "",
        forms=tuple(value["forms"]),
        sensitivities=tuple(value["sensitivities"]),
    )


def effects(stream: Any) -> tuple[EffectCall, ...]:
    return tuple(_effect(block.block_type, block.value) for block in stream)


def _task(value: Value) -> TaskType:
    return TaskType(
        key=value["key"],
        title=_words(value, "title"),
        instructions=_words(value, "instructions"),
        relation=value["relation"] or "",
        form=value["form"] or "",
        roles=tuple(value["roles"] or ()),
        section=value["section"] or "",
        prefill={row["field"]: row["source"] for row in value["prefill"]},
        deadline=next((_deadline(block.value) for block in value["deadline"]), None),
        optional=bool(value["optional"]),
        remarks=tuple(_remark(block.value) for block in value["remarks"]),
    )


def _remark(value: Value) -> Remark:
    return Remark(
        title=_words(value, "title"), text=_words(value, "text"), shown_when=Rule(formula=value["shown_when"].strip())
    )


def _deadline(value: Value) -> Deadline:
    return Deadline(
        **_length(value),
        urgent_when=_rule(value["urgent_when"]),
        urgent_minutes=value["urgent_minutes"],
        urgent_days=value["urgent_days"],
        ladder=tuple(_rung(row) for row in value["ladder"]),
        urgent_ladder=tuple(_rung(row) for row in value["urgent_ladder"]),
    )


def _length(value: Value) -> dict[str, Any]:
    """A number and a unit, as Length says it."""
    name = "days" if value["unit"] in ("days", "working_days") else "minutes"
    return {name: value["minutes"], "working": value["unit"] in ("office_minutes", "working_days")}


def _rung(value: Value) -> Rung:
    return Rung(
        side=value["side"],
        days=value["days"] or 0,
        minutes=value["minutes"] or 0,
        tell=tuple(value["tell"]),
        mark=value["mark"] or "",
        reassign=value["reassign"] or "",
        supervise=bool(value["supervise"]),
    )


def _effect(block_type: str, value: Value) -> EffectCall:
    later = next((_later(block.value) for block in value.get("later") or ()), None)
    if block_type == "other":
        return EffectCall(type=value["type"], settings=json.loads(value["settings"] or "{}"), later=later)
    plain = ("template", "form", "relation", "to", "each", "word", "page", "parent", "status", "channel", "workflow")
    settings: dict[str, Any] = {name: value[name] for name in plain if value.get(name)}
    if rows := value.get("fields"):
        settings["fields"] = {row["field"]: row["answer"] for row in rows}
    settings |= {name: said for name in ("title", "words") if name in value and (said := _words(value, name))}
    return EffectCall(type=block_type, settings=settings, later=later)


def _later(value: Value) -> Later:
    return Later(**_length(value), unless_moved=bool(value["unless_moved"]))


def _words(value: Value, name: str) -> dict[str, str]:
    return both(value[name], value[f"{name}_en"])


def _rule(formula: str | None) -> Rule | None:
    return Rule(formula=formula.strip()) if formula and formula.strip() else None
