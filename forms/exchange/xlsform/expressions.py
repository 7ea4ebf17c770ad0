"""Our formulas as XLSForm says them: names for paths, and values as other programs keep them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forms.logic.errors import ExpressionError
from forms.logic.parse import read
from forms.logic.tree import Node
from forms.schema import FormSchema, Table

_WRITTEN = re.compile(r"\$\{\s*([a-z][a-z0-9_.]*)\s*\}", re.ASCII)
_DOUBLED = re.compile(r"'((?:[^'\"]|'')*)'")
# pyxform's own, or the root of every form.
RESERVED = frozenset({"meta", "data", "audit", "instanceID", "instanceName"})
AS_KEPT = {"yes_no": {True: "'yes'", False: "'no'"}, "consent": {True: "'OK'", False: "''"}}


@dataclass(frozen=True)
class Named:
    """What the workbook calls each part, by (table, key), and the types of questions."""

    names: Mapping[tuple[str, str], str]
    types: Mapping[tuple[str, str], str]

    def of(self, key: str, table: str = "") -> str:
        return self.names[table, key]

    def resolve(self, path: tuple[str, ...], within: str) -> tuple[str, str] | None:
        """The question that a reference in that table means."""
        if len(path) == 1:
            return next((found for found in ((within, path[0]), ("", path[0])) if found in self.names), None)
        return (path[0], path[1]) if path[:2] in self.names else None


def named(schema: FormSchema) -> Named:
    """Every name once: XLSForm cannot say which of two questions of one name is meant."""
    names: dict[tuple[str, str], str] = {}
    types: dict[tuple[str, str], str] = {}
    taken = set(RESERVED)
    for step in schema.steps:
        for part in (step, *step.parts()):
            names["", part.key] = _free(part.key, taken)
    for field in schema.fields():
        if not isinstance(field, Table):
            types["", field.key] = field.type
            continue
        for column in field.columns:
            wanted = column.key if column.key not in taken else f"{field.key}_{column.key}"
            names[field.key, column.key] = _free(wanted, taken)
            types[field.key, column.key] = column.type
    return Named(names, types)


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    taken.add(name)
    return name


def said(formula: str, named: Named, *, within: str = "", this: str = "", of_choices: bool = False) -> str | None:
    """The expression for the workbook; None for a formula that cannot be read or names what is not there.

    `this` is the type of the question that asks.
    """
    try:
        node = read(formula, of_choices=of_choices)
    except ExpressionError:
        return None
    edits: dict[int, tuple[int, str]] = {}
    for one, parent in _with_parents(node):
        if one.op == "ref" and named.resolve(one.args, within) is None:
            return None
        edits.update(_edits(one, parent, formula, named, within, this, of_choices=of_choices))
    for at in sorted(edits, reverse=True):
        length, new = edits[at]
        formula = formula[:at] + new + formula[at + length :]
    # A quote in a text is doubled here; XPath takes the other kind of quotes around it.
    return _DOUBLED.sub(
        lambda text: f'"{text[1].replace(chr(39) * 2, chr(39))}"' if "''" in text[1] else text[0], formula
    )


def _with_parents(node: Node, parent: Node | None = None) -> list[tuple[Node, Node | None]]:
    found = [(node, parent)]
    for child in node.children():
        found += _with_parents(child, node)
    return found


def _edits(
    node: Node, parent: Node | None, formula: str, named: Named, within: str, this: str, *, of_choices: bool
) -> dict[int, tuple[int, str]]:
    """Place → (length, new text)."""
    if node.op == "this":
        return {node.at: (1, "name")} if of_choices else {}
    if node.op == "ref":
        return _reference(node, parent, formula, named, within)
    if node.op == "literal" and isinstance(node.args[0], bool) and parent is not None and parent.op in ("=", "!="):
        return _truth(node, parent, formula, named, within, this)
    return {}


def _reference(node: Node, parent: Node | None, formula: str, named: Named, within: str) -> dict[int, tuple[int, str]]:
    place = named.resolve(node.args, within)
    # The reference may stand in quotes, as in jr:choice-name.
    match = _WRITTEN.search(formula, node.at)
    if place is None or match is None or match.start() > node.at + 1:
        return {}
    name = "${" + named.names[place] + "}"
    if named.types.get(place) == "yes_no" and (parent is None or parent.op in ("and", "or", "not", "if")):
        name = f"({name} = 'yes')"
    return {match.start(): (len(match[0]), name)}


def _truth(node: Node, parent: Node, formula: str, named: Named, within: str, this: str) -> dict[int, tuple[int, str]]:
    other = parent.args[1] if parent.args[0] is node else parent.args[0]
    kind = this if other.op == "this" else ""
    if other.op == "ref" and (place := named.resolve(other.args, within)):
        kind = named.types.get(place, "")
    match = re.compile(r"(?:true|false)\s*\(\s*\)").match(formula, node.at)
    if kind not in AS_KEPT or match is None:
        return {}
    return {node.at: (len(match[0]), AS_KEPT[kind][node.args[0]])}
