"""One sentence for each thing that is otherwise in the newer version."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from forms.schema import Part
from portal.words import spoken
from workflows.comparing.lengths import how_long
from workflows.comparing.names import KINDS, called
from workflows.comparing.values import LENGTH, Values
from workflows.scenarios import Outcome, Scenario
from workflows.schema import Length, Remark, Rung, WorkflowSchema


def differences(old: WorkflowSchema, new: WorkflowSchema) -> list[str]:
    """None when both say the same. In the reader's language."""
    return list(_Comparison(old, new).sentences())


class _Comparison:
    def __init__(self, old: WorkflowSchema, new: WorkflowSchema) -> None:
        self.old, self.new = old, new
        self.before, self.after = Values(old), Values(new)

    def sentences(self) -> Iterator[str]:
        yield from self.of_part(self.old, self.new, ())

    def of_part(self, old: Part, new: Part, way: tuple[str, ...]) -> Iterator[str]:
        if isinstance(old, Length) and isinstance(new, Length) and how_long(old) != how_long(new):
            yield _turned(way, called(type(new), "minutes"), how_long(old), how_long(new))
        for name in type(new).model_fields:
            before, after = getattr(old, name), getattr(new, name)
            if _same(before, after) or (isinstance(old, Length) and name in LENGTH):
                continue
            if _are_parts(before) and _are_parts(after):
                yield from self.of_parts(before, after, (*way, *self.listed(new, name)))
            elif isinstance(before, Length | Outcome) and isinstance(after, Length | Outcome):
                yield from self.of_part(before, after, (*way, called(type(new), name)))
            else:
                yield _turned(way, called(type(new), name), self.before.of(old, name), self.after.of(new, name))

    def listed(self, part: Part, name: str) -> tuple[str, ...]:
        """The name of a list, where its parts do not say themselves what they are."""
        parts = getattr(part, name)
        return () if parts and _title_of(parts[0]) else (called(type(part), name),)

    def of_parts(self, before: Sequence[Part], after: Sequence[Part], way: tuple[str, ...]) -> Iterator[str]:
        if not (_all_known(before) and _all_known(after)):
            yield from self.of_nameless(before, after, way)
            return
        old, new = ({_key_of(part): part for part in parts} for parts in (before, after))
        for key, part in old.items():
            if key not in new:
                yield _at(way, _("%(part)s was removed.") % {"part": _named(part)})
        for key, part in new.items():
            if key not in old:
                yield _at(way, self.added(part))
            else:
                yield from self.of_part(old[key], part, (*way, _named(part)))
        kept = [[key for key in one if key in other] for one, other in ((old, new), (new, old))]
        if kept[0] != kept[1]:
            yield _at(way, _("The order is another."))

    def of_nameless(self, before: Sequence[Part], after: Sequence[Part], way: tuple[str, ...]) -> Iterator[str]:
        """Rungs, effects, readers: each as a whole."""
        old, new = [self.before.whole(part) for part in before], [self.after.whole(part) for part in after]
        for said in old:
            if said not in new:
                yield _at(way, _("No longer: %(what)s.") % {"what": said})
        for said in new:
            if said not in old:
                yield _at(way, _("Now also: %(what)s.") % {"what": said})
        if sorted(old) == sorted(new) and old != new:
            yield _at(way, _("The order is another."))
        elif set(old) == set(new) and len(old) != len(new):
            yield _at(way, _("One of them stands there more or less often than before."))

    def added(self, part: Part) -> str:
        if isinstance(part, Scenario):
            # Whoever wants to know all its steps looks at it.
            return _("%(part)s was added.") % {"part": _named(part)}
        return _("%(part)s was added: %(what)s.") % {"part": _named(part), "what": self.after.whole(part)}


def _same(before: Any, after: Any) -> bool:
    return bool(_plain(before) == _plain(after))


def _plain(value: Any) -> Any:
    """As data, without what is worked out of formulas."""
    if isinstance(value, Part):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields if name != "tree"}
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _are_parts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Part) for one in value)


def _all_known(parts: Sequence[Part]) -> bool:
    """Can each be told from the others by name?"""
    keys = [_key_of(part) for part in parts]
    return all(keys) and len(set(keys)) == len(keys)


def _key_of(part: Part) -> str:
    """What it is known by from version to version; "" for what has no name of its own."""
    return part.title if isinstance(part, Scenario) else str(getattr(part, "key", "") or "")


def _title_of(part: Part) -> str:
    return "" if isinstance(part, Rung | Remark | Scenario) else spoken(getattr(part, "title", {}))


def _named(part: Part) -> str:
    if isinstance(part, Scenario):
        return str(KINDS[Scenario]) % {"name": part.title}
    return str(KINDS[type(part)]) % {"name": spoken(getattr(part, "title", {})) or _key_of(part)}


def _at(way: tuple[str, ...], sentence: str) -> str:
    return _(": ").join([" › ".join(way), sentence]) if way else sentence


def _turned(way: tuple[str, ...], what: str, before: str, after: str) -> str:
    words = {"what": what, "before": before, "after": after}
    if before and after:
        return _at(way, _("%(what)s is now “%(after)s” (was “%(before)s”).") % words)
    if after:
        return _at(way, _("%(what)s is now “%(after)s”.") % words)
    return _at(way, _("%(what)s is now empty (was “%(before)s”).") % words)
