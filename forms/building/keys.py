"""Keys for what has none yet."""

from collections.abc import Iterator
from typing import Any

from forms.keys import fill_keys


def fill(form: Any) -> None:
    """Write a key into every section, step, field, table, note, column and choice of the form that has none."""
    fill_keys([section.value for section in form.sections], named_by="title", fallback="section")
    fill_steps(form.steps)


def fill_steps(steps: Any) -> None:
    fill_keys([step.value for step in steps], named_by="title", fallback="step")
    _fill([item for step in steps for item in _items(step.value["items"])])


def fill_items(items: Any) -> None:
    """The same for a shared group."""
    _fill(list(_items(items)))


def fill_options(options: Any) -> None:
    """The same for an option list."""
    fill_keys([option.value for option in options], named_by="label", fallback="option")


def _fill(items: list[Any]) -> None:
    fill_keys(items, named_by="label", fallback="field")
    for item in items:
        fill_keys([column.value for column in item.get("columns", ())], named_by="label", fallback="column")
        for question in [item, *(column.value for column in item.get("columns", ()))]:
            fill_keys(list(question.get("choices", ())), named_by="label", fallback="choice")
            for entries in ("rows", "bands"):
                fill_keys((question.get("settings") or {}).get(entries, ()), named_by="label", fallback="row")


def _items(items: Any) -> Iterator[Any]:
    for item in items:
        yield item.value
        for inner in item.value.get("items", ()):
            yield inner.value


def leaves(items: Any) -> Iterator[Any]:
    """The blocks of a stream of items, those inside of groups in place of the groups."""
    for item in items:
        yield from item.value["items"] if item.block_type == "group" else [item]
