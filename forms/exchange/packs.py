"""Ready-made definitions as a folder of YAML: `pack.yaml` names the files, lists of choices and blocks of questions
are written once and used by name, and a rule is the formula alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, ValidationError

from forms.exchange.reading_yaml import Located, Unreadable, read
from forms.schema import FormSchema
from portal.words import Words

MANIFEST = "pack.yaml"
RULES = {
    "shown_when", "required_when", "computed", "default", "choice_filter", "rule", "clock", "favour", "guard",
    "urgent_when", "when",
}  # fmt: skip
# What is inside belongs to field types and effects, or is answers.
NOT_OURS = {"settings", "attributes", "answers", "context"}

Definition = TypeVar("Definition", bound=BaseModel)


class Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    title: Words
    forms: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    # Files with what forms share.
    choices: str = ""
    blocks: str = ""


@dataclass(frozen=True)
class Shared:
    """What the forms of a pack use by name."""

    choices: dict[str, Any] = field(default_factory=dict)
    blocks: dict[str, Any] = field(default_factory=dict)


NOTHING_SHARED = Shared()


class BrokenPack(Exception):
    """A pack that cannot be taken in. `problems` are sentences with file, line and place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_manifest(folder: Path) -> Manifest:
    """Raises BrokenPack."""
    return read_definition(Manifest, _mapping(folder, MANIFEST))


def read_forms(folder: Path) -> list[FormSchema]:
    """The forms of a pack, in its order. Raises BrokenPack with the problems of every file."""
    manifest = read_manifest(folder)
    return read_definitions(FormSchema, folder, manifest.forms, read_shared(folder, manifest))


def read_shared(folder: Path, manifest: Manifest) -> Shared:
    """Raises BrokenPack."""
    return Shared(
        choices=_mapping(folder, manifest.choices) if manifest.choices else {},
        blocks=_mapping(folder, manifest.blocks) if manifest.blocks else {},
    )


def read_definitions(
    kind: type[Definition], folder: Path, names: Iterable[str], shared: Shared = NOTHING_SHARED
) -> list[Definition]:
    """Those files of the folder as definitions of that kind. Raises BrokenPack with the problems of all."""
    definitions: list[Definition] = []
    problems: list[str] = []
    for name in names:
        try:
            definitions.append(read_definition(kind, expand(_mapping(folder, name), shared)))
        except BrokenPack as broken:
            problems += broken.problems
    if problems:
        raise BrokenPack(problems)
    return definitions


def read_definition(kind: type[Definition], data: Any) -> Definition:
    """Raises BrokenPack; each sentence says where, as exactly as `data` knows."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise BrokenPack([_sentence(data, found["loc"], found["msg"]) for found in error.errors()]) from None


def expand(value: Any, shared: Shared) -> Any:
    """The long form of what a file may say in short: used blocks, named choices, bare formulas."""
    if isinstance(value, Located):
        return Located({key: _expand_entry(value, key, shared) for key in value}, where=value.where)
    if isinstance(value, list):
        return [expand(part, shared) for part in value]
    return value


def _expand_entry(mapping: Located, key: str, shared: Shared) -> Any:
    value = mapping[key]
    if key in NOT_OURS:
        return value
    if key in RULES and isinstance(value, str):
        return Located({"formula": value}, where=mapping.where)
    if key == "choices" and isinstance(value, str):
        return _shared(shared.choices, value, mapping.where)
    if key == "items" and isinstance(value, list):
        return [expand(_with_kind(item), shared) for item in _unfold(value, shared)]
    return expand(value, shared)


def _unfold(items: list[Any], shared: Shared) -> Iterator[Any]:
    for item in items:
        if isinstance(item, Located) and "use" in item:
            yield from _shared(shared.blocks, item["use"], item.where)
        else:
            yield item


def _with_kind(item: Any) -> Any:
    """Most items are fields and need not say so."""
    return Located({"kind": "field", **item}, where=item.where) if isinstance(item, Located) else item


def _shared(lists: dict[str, Any], name: Any, where: str) -> Any:
    try:
        return lists[name]
    except (KeyError, TypeError):
        raise BrokenPack([f"{where}: " + _("“%(name)s” is not defined in this pack.") % {"name": name}]) from None


def _mapping(folder: Path, name: str) -> dict[str, Any]:
    data = _read(folder, name)
    if not isinstance(data, dict):
        raise BrokenPack([f"{name}: " + _("The file must hold names, each with a colon and what it stands for.")])
    return data


def _read(folder: Path, name: str) -> Any:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BrokenPack([f"{name}: " + _("A pack has files of its own folder only.")])
    try:
        return read(path, name=name)
    except Unreadable as unreadable:
        raise BrokenPack([str(unreadable)]) from None


def _sentence(data: Any, location: tuple[int | str, ...], message: str) -> str:
    """The problem with the nearest line that is known, and the way to the part by its keys."""
    where, way = "", []
    for step in location:
        where = getattr(data, "where", where)
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            if isinstance(data, dict) and step not in ("field", "table", "note"):
                way.append(str(step))
            continue
        way.append(str(data.get("key", step)) if isinstance(data, dict) else str(step))
    where = getattr(data, "where", where)
    return f"{where}: {' › '.join(way)}: {message}" if where else f"{' › '.join(way)}: {message}"
