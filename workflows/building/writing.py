"""From the parts of a WorkflowSchema to the raw data of the editor's blocks."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from forms.schema import Rule
from portal.words import DEFAULT_LANGUAGE, ENGLISH, Words, say
from workflows.schema import Deadline, EffectCall, Join, Length, Reader, Relation, Remark, State, TaskType, Transition

Raw = dict[str, Any]
PAGE = {"page", "status", "form", "fields"}
# What the block of an effect has inputs for; an effect that says more is written as JSON.
INPUTS = {
    "notify": {"relation", "words"},
    "pdf": {"template", "form", "each", "to", "title", "word"},
    "tell_reporter": {"words"},
}
INPUTS |= {
    "update_page": PAGE,
    "publish_page": PAGE | {"parent"},
    "webhook": {"channel"},
    "start_case": {"workflow", "fields"},
}
WORDS = {"title", "words"}
# Whose block does not ask when.
AT_ONCE = {"pdf", "start_case"}
# Of a deadline, by whether it is in days and whether it is in working time.
UNITS = {
    (False, False): "minutes",
    (False, True): "office_minutes",
    (True, False): "days",
    (True, True): "working_days",
}


def stream(block_type: str, values: Iterable[Raw]) -> list[Raw]:
    return [{"type": block_type, "value": value} for value in values]


def relation(part: Relation) -> Raw:
    said = {"kind": part.kind, "duty": part.duty, "not_filer": part.not_filer, "field": part.field}
    return {"key": part.key, **_words("title", part.title), **said}


def state(part: State) -> Raw:
    return {
        "key": part.key,
        **_words("title", part.title),
        "kind": part.kind,
        **_words("public_status", part.public_status),
        "tasks": stream("task", map(_task, part.tasks)),
        "join": stream("join", [_join(part.join)] if part.join else []),
    }


def _join(part: Join) -> Raw:
    return {"needs": part.needs, "count": part.count, "favour": _formula(part.favour), "veto": part.veto}


def transition(part: Transition) -> Raw:
    return {
        "key": part.key,
        **_words("title", part.title),
        "source": part.source,
        "target": part.target,
        "task": part.task,
        "relation": part.relation,
        "roles": list(part.roles),
        "reasons": _items({"key": one.key, **_words("title", one.title)} for one in part.reasons),
        "missed": part.missed,
        "guard": _formula(part.guard),
        "clock": _formula(part.clock),
        **_words("confirmation", part.confirmation),
        "effects": effects(part.effects),
    }


def reader(part: Reader) -> Raw:
    return {"relation": part.relation, "forms": list(part.forms), "sensitivities": list(part.sensitivities)}


def effects(calls: Iterable[EffectCall]) -> list[Raw]:
    return [_effect(call) for call in calls]


def _task(part: TaskType) -> Raw:
    return {
        "key": part.key,
        **_words("title", part.title),
        **_words("instructions", part.instructions),
        "relation": part.relation,
        "form": part.form,
        "roles": list(part.roles),
        "section": part.section,
        "prefill": _items({"field": field, "source": source} for field, source in part.prefill.items()),
        "deadline": stream("deadline", [_deadline(part.deadline)] if part.deadline else []),
        "optional": part.optional,
        "remarks": stream("remark", map(_remark, part.remarks)),
    }


def _remark(part: Remark) -> Raw:
    return {**_words("title", part.title), **_words("text", part.text), "shown_when": part.shown_when.formula}


def _deadline(part: Deadline) -> Raw:
    return {
        **_length(part),
        "urgent_when": _formula(part.urgent_when),
        "urgent_minutes": part.urgent_minutes,
        "urgent_days": part.urgent_days,
        "ladder": _items(rung.model_dump(mode="json") for rung in part.ladder),
        "urgent_ladder": _items(rung.model_dump(mode="json") for rung in part.urgent_ladder),
    }


def _length(part: Length) -> Raw:
    return {"minutes": part.minutes or part.days, "unit": UNITS[part.days is not None, part.working]}


def _effect(call: EffectCall) -> Raw:
    if not _fits(call):
        settings = json.dumps(call.settings, ensure_ascii=False)
        return {"type": "other", "value": {"type": call.type, "settings": settings, **_later(call)}}
    value: Raw = {name: given for name, given in call.settings.items() if name not in WORDS}
    for name in WORDS & set(call.settings):
        value |= _words(name, call.settings[name])
    if fields := call.settings.get("fields"):
        value["fields"] = _items({"field": field, "answer": answer} for field, answer in fields.items())
    return {"type": call.type, "value": value | _later(call)}


def _later(call: EffectCall) -> Raw:
    if call.later is None:
        return {}
    return {"later": stream("later", [_length(call.later) | {"unless_moved": call.later.unless_moved}])}


def _fits(call: EffectCall) -> bool:
    """Can the inputs of the effect's block say exactly this?"""
    if call.later and call.type in AT_ONCE:
        return False
    if call.type not in INPUTS or not set(call.settings) <= INPUTS[call.type]:
        return False
    plain = all(call.settings[name] for name in call.settings)
    words = [call.settings[name] for name in WORDS & set(call.settings)]
    return plain and all(isinstance(said, dict) and set(said) <= {DEFAULT_LANGUAGE, ENGLISH} for said in words)


def _items(values: Iterable[Any]) -> list[Raw]:
    """Rows of a list block. By its id Wagtail compares revisions; a row without one would be taken for a bare value."""
    return [{"type": "item", "id": str(uuid4()), "value": value} for value in values]


def _words(name: str, said: Words) -> Raw:
    return {name: say(said, DEFAULT_LANGUAGE), f"{name}_en": said.get(ENGLISH, "")}


def _formula(rule: Rule | None) -> str:
    return rule.formula if rule else ""
