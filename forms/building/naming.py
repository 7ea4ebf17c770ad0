"""Names become keys: what an author could only call by its label while it was new."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def settle(form: Any) -> None:
    """Put the keys of fields, choices and sections where their labels stand: in rules and in tests."""
    steps = form.steps
    items = [item for step in steps for item in _items(step)]
    form.place = finder(items)(form.place)
    section_of = finder(_values(form.sections), ("title",))
    for step in steps:
        step.value["section"] = section_of(step.value["section"] or "")
        _settle([step.value], [*items, *_of_tables(items)])
    _settle_records(_values(form.records), finder(items))
    _settle_parts(items)
    _settle_tests(_values(form.tests), [*items, *_values(steps)])


def settle_items(items: Any) -> None:
    """The same in a shared group."""
    _settle_parts(_values(items))


def _settle_parts(items: list[Any]) -> None:
    _settle(items, [*items, *_of_tables(items)])
    for table in items:
        columns = _values(table.get("columns", ()))
        _settle(columns, [*columns, *items, *_of_tables(items)])


def _of_tables(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Columns as they are called beyond their table."""
    for table in items:
        for column in _values(table.get("columns", ())):
            names = {name: f"{table[name]}.{column[name]}" for name in ("key", "label")}
            yield {**names, "choices": column.get("choices", ())}


def _settle_records(parts: Iterable[Any], key_of: Callable[[str], str]) -> None:
    for part in parts:
        if "into" in part:
            part["field"] = key_of(part["field"])
            continue
        part["name"] = key_of(part["name"])
        for name in ("identity", "alike"):
            part[name] = [key_of(field) for field in part[name]]
        for row in part["readers"]:
            row["through"] = key_of(row["through"] or "")


def _settle_tests(tests: Iterable[Any], parts: list[Any]) -> None:
    key_of = finder(parts, ("label", "text", "title"))
    by_key = {part["key"]: part for part in reversed(parts)}
    for test in tests:
        for row, name in [*((row, "field") for row in test["answers"]), *((row, "place") for row in test["expected"])]:
            row[name] = key_of(row[name] or "")
            part = by_key.get(row[name], {})
            if row["column"]:
                columns = _values(part.get("columns", ()))
                row["column"] = finder(columns)(row["column"])
                part = next((column for column in columns if column["key"] == row["column"]), {})
            row["value"] = finder(part.get("choices", ()))(row["value"] or "")


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
    """Everything in a step, a group before what is in it."""
    return [part for item in _values(step.value["items"]) for part in (item, *_values(item.get("items", ())))]


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
