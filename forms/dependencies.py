"""What depends on what in a form: which fields each rule asks. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from forms.logic.check import all_rules, is_condition
from forms.logic.plan import Node, plan_of, resolve, tree_for
from forms.logic.tree import references
from forms.reasons import in_words
from forms.saying import with_labels
from forms.schema import FormSchema


@dataclass(frozen=True)
class Dependency:
    """One rule: of which part, which kind of rule, in words, and the parts it asks."""

    node: Node
    rule: str
    words: str
    needs: tuple[Node, ...]


def dependencies(schema: FormSchema) -> Iterator[Dependency]:
    """In the order of the form. Raises ExpressionError for a formula that cannot be read."""
    nodes = plan_of(schema).nodes
    for node in nodes.values():
        for name, rule in all_rules(node):
            asked = (resolve(path, node.table, nodes) for path in sorted(references(tree_for(rule))))
            needs = dict.fromkeys(place for place in asked if place)
            words = in_words(schema, rule, node.table) if is_condition(name) else with_labels(rule.formula, nodes)
            yield Dependency(node, name.partition(".")[0], words, tuple(nodes[one] for one in needs))
