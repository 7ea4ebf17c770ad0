"""Keys for what has none yet."""

from collections.abc import Iterator
from typing import Any

from forms.keys import key_from


def fill(steps: Any) -> None:
    """Write a key into every step, field, table, note, column and choice of the stream that has none."""
    _name([step.value for step in steps], "title", "step")
    _name([item for step in steps for item in _items(step)], "label", "field")
    for item in (item for step in steps for item in _items(step)):
        _name([column.value for column in item.get("columns", ())], "label", "column")
        for question in [item, *(column.value for column in item.get("columns", ()))]:
            _name(list(question.get("choices", ())), "label", "choice")


def _items(step: Any) -> Iterator[Any]:
    for item in step.value["items"]:
        yield item.value


def _name(parts: list[Any], label: str, fallback: str) -> None:
    taken = {part["key"] for part in parts if part["key"]}
    for part in parts:
        if not part["key"]:
            part["key"] = key_from(part.get(label) or "", taken, fallback=fallback)
            taken.add(part["key"])
