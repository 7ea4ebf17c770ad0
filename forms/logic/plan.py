"""What can be worked out from a form alone, once: its rules as trees, and the order in which to compute them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from forms.logic.order import ordered
from forms.logic.parse import parse
from forms.logic.tree import Tree, references
from forms.schema import FormSchema, Group, Leaf, Note, Question, Rule, Step, Table
from portal.words import DEFAULT_LANGUAGE, say

# The name of the rule in which a bare name is an attribute of a choice.
FILTER = "choice_filter"
Part = Step | Group | Leaf
# "key", or "table.column".
Place = str
Labels = dict[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """One part of the form; `above` is the group or step it stands in, `table` the table whose column it is."""

    place: Place
    part: Part
    above: str = ""
    table: str = ""


@dataclass(frozen=True)
class Plan:
    nodes: dict[Place, Node]
    order: tuple[Node, ...]
    circles: tuple[tuple[Place, ...], ...]
    # The field that says where: what is on offer may depend on it.
    where: Place | None = None
    # What options are called, by the table a formula stands in and the path it names their field by.
    labels: dict[str, dict[str, Labels]] = field(default_factory=dict)


def plan_of(schema: FormSchema) -> Plan:
    """Kept for the schemas used last. Raises ExpressionError for a formula that cannot be read."""
    return _plan(_Same(schema))


class _Same:
    """A schema as a cache key: published schemas are kept once per process, so identity is enough and quick."""

    __slots__ = ("schema",)

    def __init__(self, schema: FormSchema) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.schema is self.schema


@lru_cache(maxsize=256)
def _plan(same: _Same) -> Plan:
    nodes = {node.place: node for node in nodes_of(same.schema)}
    where = same.schema.place if same.schema.place in nodes else None
    order, circles = ordered({place: _needs(node, nodes, where) for place, node in nodes.items()})
    return Plan(
        nodes,
        tuple(nodes[place] for place in order),
        tuple(tuple(circle) for circle in circles),
        where,
        _labels_of(nodes),
    )


def nodes_of(schema: FormSchema) -> Iterator[Node]:
    """Every part in the order of the form, a step or group before what is in it, a table before its columns."""
    for step in schema.steps:
        yield Node(step.key, step)
        for item in step.items:
            yield from _with_inside(item, step.key)


def _with_inside(item: Group | Leaf, above: str) -> Iterator[Node]:
    yield Node(item.key, item, above)
    if isinstance(item, Table):
        for column in item.columns:
            yield Node(f"{item.key}.{column.key}", column, above, item.key)
    if isinstance(item, Group):
        for inner in item.items:
            yield from _with_inside(inner, item.key)


def tree_for(rule: Rule, *, of_choices: bool = False) -> Tree:
    """The tree of a rule, read from its formula when the schema has not been compiled."""
    return _parsed(rule.formula, of_choices=of_choices) if rule.tree is None else rule.tree


_parsed = lru_cache(maxsize=2048)(parse)


def _labels_of(nodes: dict[Place, Node]) -> dict[str, dict[str, Labels]]:
    """What options are called, by table ("" outside of tables) and the path by which a formula there names a field."""
    found: dict[str, dict[str, Labels]] = {"": {}}
    for node in nodes.values():
        if isinstance(node.part, Question) and node.part.choices:
            found[""][node.place] = {choice.key: say(choice.label, DEFAULT_LANGUAGE) for choice in node.part.choices}
    for node in nodes.values():
        if node.table:
            own = found.setdefault(node.table, dict(found[""]))
            own[node.part.key] = found[""].get(node.place, {})
    return found


def deciding_rules(part: Part) -> Iterator[tuple[str, Rule]]:
    """The rules that decide whether a part is there and what its value is; the other rules only read."""
    if part.shown_when:
        yield "shown_when", part.shown_when
    if isinstance(part, Question):
        if part.computed:
            yield "computed", part.computed
        if part.choice_filter:
            yield FILTER, part.choice_filter


def _needs(node: Node, nodes: dict[Place, Node], where: Place | None) -> list[Place]:
    trees = [tree_for(rule, of_choices=name == FILTER) for name, rule in deciding_rules(node.part)]
    return needs_of(node, nodes, where, trees)


def needs_of(node: Node, nodes: dict[Place, Node], where: Place | None, trees: Iterable[Tree]) -> list[Place]:
    """What must be known before a part whose deciding rules are these."""
    above = [node.table] if node.table else [node.above] if node.above else []
    if where and isinstance(node.part, Question) and any(choice.areas for choice in node.part.choices):
        above.append(where)
    return [*above, *(place for tree in trees for place in _places_in(tree, node.table, nodes))]


def _places_in(tree: Tree, table: str, nodes: dict[Place, Node]) -> Iterator[Place]:
    for path in sorted(references(tree)):
        if place := resolve(path, table, nodes):
            yield place
    for rows in sorted(references(tree, below="count-non-empty")):
        if rows[0] in nodes and isinstance(part := nodes[rows[0]].part, Table) and len(rows) == 1:
            yield from (f"{part.key}.{column.key}" for column in part.columns)


def resolve(path: tuple[str, ...], table: str, nodes: Mapping[Place, Node]) -> Place | None:
    """The place a reference means: the own row's column first, then the form; None for what is not in the form."""
    own = f"{table}.{path[0]}"
    if table and own in nodes:
        return own
    if path[0] not in nodes or isinstance(nodes[path[0]].part, Step | Group | Note):
        return None
    return next((place for place in (".".join(path[:2]), path[0]) if place in nodes), None)
