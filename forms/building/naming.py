"""Names become keys: what an author could only call by its label while it was new."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def settle(form: Any) -> None:
    """In every row of every rule, put the key of the field, and of the choice, where their labels stand."""
    steps = form.steps
    items = [item for step in steps for item in _items(step)]
    form.place = finder(items)(form.place)
    for step in steps:
        _settle([step.value], items)
    _settle(items, items)
    for table in items:
        columns = _values(table.get("columns", ()))
        _settle(columns, [*columns, *items])


def finder(parts: Iterable[Any], titles: tuple[str, ...] = ("label",)) -> Callable[[str], str]:
    """From a key or a title to the key. What nobody is called stays as it is written, and is found by the check."""
    parts = list(parts)
    own = {part["key"] for part in parts}
    keys: dict[str, str] = {}
    for part in parts:
        for title in titles:
            if named := (part.get(title) or "").strip():
                keys.setdefault(named, part["key"])
    return lambda name: name if name in own else keys.get(name.strip(), name.strip())


def _items(step: Any) -> list[Any]:
    return _values(step.value["items"])


def _values(blocks: Iterable[Any]) -> list[Any]:
    return [block.value for block in blocks]


def _settle(owners: Iterable[Any], fields: list[Any]) -> None:
    key_of = finder(fields)
    by_key = {field["key"]: field for field in reversed(fields)}
    for row in _rows(owners):
        row["field"] = key_of(row["field"] or "")
        choices = by_key.get(row["field"], {}).get("choices", ())
        row["value"] = finder(choices)(row["value"] or "")


def _rows(owners: Iterable[Any]) -> Iterator[Any]:
    for owner in owners:
        for rule in owner.get("logic", ()):
            yield from rule.value.get("rows", ())
