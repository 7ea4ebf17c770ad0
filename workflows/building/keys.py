"""Keys for what an author has only given a title. A key is made once and stays, whatever the title becomes."""

from collections.abc import Iterable
from typing import Any

from forms.keys import key_from


def fill(*streams: Any) -> None:
    """Give every part of these streams, and every task inside a state, a key; keys are unique per kind of part."""
    for stream in streams:
        values = [block.value for block in stream]
        _fill(values)
        _fill([task.value for value in values if "tasks" in value for task in value["tasks"]])


def _fill(values: Iterable[Any]) -> None:
    values = list(values)
    taken = {value["key"] for value in values if value["key"]}
    for value in values:
        if not value["key"]:
            value["key"] = key_from(value["title"], taken, fallback="part")
            taken.add(value["key"])
