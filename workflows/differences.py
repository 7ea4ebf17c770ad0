"""What differs between two definitions, part by part. Pure; works on any definition whose parts have keys."""

from collections.abc import Iterator
from typing import Any, TypeGuard

from django.utils.translation import gettext as _
from pydantic import BaseModel


def differences(old: BaseModel, new: BaseModel) -> list[str]:
    """One line for each part that was added, removed, moved or changed; none when both say the same."""
    return list(_parts(_plain(old), _plain(new), ()))


def _plain(definition: BaseModel) -> Any:
    """As data, without what is worked out from the formulas."""
    return _without_trees(definition.model_dump(mode="json"))


def _without_trees(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: None if key == "tree" and "formula" in value else _without_trees(part) for key, part in value.items()
        }
    return [_without_trees(part) for part in value] if isinstance(value, list) else value


def _parts(old: dict[str, Any], new: dict[str, Any], way: tuple[str, ...]) -> Iterator[str]:
    changed = []
    for name in {**old, **new}:
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if _has_keys(before) and _has_keys(after):
            yield from _lists(before, after, way)
        else:
            changed.append(name)
    if changed:
        place = " › ".join(way) or _("the whole")
        yield _("~ %(place)s: %(what)s changed") % {"place": place, "what": ", ".join(changed)}


def _lists(old: list[Any], new: list[Any], way: tuple[str, ...]) -> Iterator[str]:
    before, after = ({part["key"]: part for part in parts} for parts in (old, new))
    yield from ("+ " + " › ".join((*way, key)) for key in after if key not in before)
    yield from ("- " + " › ".join((*way, key)) for key in before if key not in after)
    kept = [key for key in after if key in before]
    if kept != [key for key in before if key in after]:
        yield _("~ %(place)s: in another order") % {"place": " › ".join(way) or _("the whole")}
    for key in kept:
        yield from _parts(before[key], after[key], (*way, key))


def _has_keys(value: Any) -> TypeGuard[list[Any]]:
    """A list whose parts are known by key; an empty one compares as such."""
    return isinstance(value, list) and all(isinstance(part, dict) and "key" in part for part in value)
