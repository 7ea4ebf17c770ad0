"""What a script needs to show, hide and compute while somebody answers. It only hints: the server decides."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import timezone

from forms.logic.plan import tree_for
from forms.logic.tree import references
from forms.schema import FormSchema, Group, Item, Question, Rule, Step, Table


def live_data(step: Step, answers: Mapping[str, Any], context: Mapping[str, Any]) -> dict[str, Any]:
    """The rules of the step's parts and, of the person's own answers, those that the rules name."""
    named = {path[0] for part in step.parts() for rule in _rules(part) for path in references(tree_for(rule))}
    return {
        "items": list(_items(step)),
        "answers": {key: answer for key, answer in answers.items() if key in named},
        # What the host offers beside the form stays on the server: only its names are told.
        "elsewhere": sorted(named & context.keys()),
        **_clock(),
    }


def live_form(schema: FormSchema) -> dict[str, Any]:
    """All steps at once, for the preview of a form."""
    items: list[dict[str, Any]] = []
    for step in schema.steps:
        rule = {"shown_when": {"tree": tree_for(step.shown_when)}} if step.shown_when else {}
        items += [{"key": step.key, "kind": "step", **rule}, *_items(step)]
    return {"items": items, "answers": {}, "elsewhere": [], **_clock()}


def _clock() -> dict[str, str]:
    return {"now": timezone.localtime().isoformat(timespec="seconds"), "zone": settings.TIME_ZONE}


def _items(step: Step) -> Iterator[dict[str, Any]]:
    """A group stands before what is in it, which says `within`."""
    for item in step.items:
        yield _item(item)
        for inner in item.items if isinstance(item, Group) else ():
            yield {**_item(inner), "within": item.key}


def _item(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = {"key": item.key, "kind": item.kind}
    if item.shown_when:
        found["shown_when"] = {"tree": tree_for(item.shown_when)}
    if isinstance(item, Table):
        found["columns"] = [_item(column) for column in item.columns]
    if isinstance(item, Question):
        found["type"] = item.type
        found["required"] = item.required
        if item.required_when:
            found["required_when"] = {"tree": tree_for(item.required_when)}
        if item.computed:
            found["computed"] = {"tree": tree_for(item.computed)}
    return found


def _rules(item: Item) -> list[Rule]:
    inside = [rule for column in item.columns for rule in _rules(column)] if isinstance(item, Table) else []
    own = [item.shown_when, *((item.computed, item.required_when) if isinstance(item, Question) else ())]
    return [*inside, *(rule for rule in own if rule is not None)]
