"""Keys for what an author has only given a title. A key is made once and stays, whatever the title becomes."""

from typing import Any

from forms.keys import fill_keys


def fill(*streams: Any) -> None:
    """Give every part of these streams a key, and every task inside a state and reason inside a transition.

    Keys are unique per kind of part, those of reasons in their transition.
    """
    for stream in streams:
        values = [block.value for block in stream]
        tasks = [task.value for value in values if "tasks" in value for task in value["tasks"]]
        for parts in (values, tasks, *(value["reasons"] for value in values if "reasons" in value)):
            fill_keys(parts, named_by="title", fallback="part")
