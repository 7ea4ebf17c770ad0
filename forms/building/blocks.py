"""Blocks as the JSON that StreamField keeps. Their ids follow from names, so that two saves can be compared."""

import json
from typing import Any
from uuid import NAMESPACE_OID, uuid5

Raw = dict[str, Any]


def block(kind: str, value: Raw, name: str) -> Raw:
    """`name` is what the block is known by among those of its kind."""
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_OID, f"{kind}:{name}"))}


def list_item(value: Raw | str) -> Raw:
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_OID, json.dumps(value, sort_keys=True)))}


def said(name: str, words: dict[str, str]) -> Raw:
    """Words in the two inputs that an editor has for them."""
    return {name: words.get("zh-hans", ""), f"{name}_en": words.get("en", "")}
