"""A definition as the YAML a person would have written: only what differs from the usual, a rule as its formula."""

from typing import Any

import yaml
from pydantic import BaseModel

from forms.exchange.packs import NOT_OURS, RULES

# A field need not say what kind of item it is; the others are known by what only they have.
TELLING = {"columns": "table", "text": "note", "items": "group"}


def to_yaml(definition: BaseModel) -> str:
    """Read back by forms.exchange.packs it gives an equal definition, rules not parsed."""
    return yaml.safe_dump(plain(definition), allow_unicode=True, sort_keys=False, width=120, indent=2)


def plain(definition: BaseModel) -> dict[str, Any]:
    """The same as data: equal of two definitions exactly when they say the same, whether or not rules are parsed."""
    short: dict[str, Any] = _short(definition.model_dump(mode="json", exclude_defaults=True))
    return short


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _entry(key, part) for key, part in value.items()}
    return [_short(part) for part in value] if isinstance(value, list) else value


def _entry(key: str, part: Any) -> Any:
    if key in NOT_OURS:
        return part
    if key == "items":
        return [_item(item) for item in part]
    if key in RULES and isinstance(part, dict):
        return part["formula"]
    return _short(part)


def _item(item: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for telling, kind in TELLING.items() if telling in item]
    short: dict[str, Any] = _short({"kind": kinds[0], **item} if kinds else item)
    return short
