"""Why a part of a form is hidden, in plain words: which condition does not hold, by the labels of the form."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from forms.logic.formatting import formula_of
from forms.logic.formstate import FormState
from forms.logic.passing import condition
from forms.logic.plan import Node, plan_of, resolve, tree_for
from forms.logic.scope import Scope
from forms.logic.tree import Tree
from forms.saying import label_of as label_of_node
from forms.saying import value_of, with_labels
from forms.schema import FormSchema, Question, Rule


def label_of(schema: FormSchema, place: str) -> str:
    """What a part of the form is called: of a note its beginning; the key itself for what is not there."""
    node = plan_of(schema).nodes.get(place)
    return place if node is None else label_of_node(node)


def why_hidden(
    schema: FormSchema, place: str, state: FormState, *, now: datetime, context: Mapping[str, Any] | None = None
) -> list[str]:
    """Sentence parts, such as “danger” is not “yes”; none when the part is shown. Columns of tables are not asked."""
    nodes = plan_of(schema).nodes
    node = nodes.get(place)
    if node is None or state.shown.get(place, True):
        return []
    if node.above and not state.shown[node.above]:
        around = _("“%(part)s”, in which it stands, is hidden") % {"part": label_of_node(nodes[node.above])}
        return [around, *why_hidden(schema, node.above, state, now=now, context=context)]
    scope = Scope(answers=state.answers, now=now, context=context or {})
    return list(_Words(nodes, scope).unmet(node.part.shown_when)) if node.part.shown_when else []


def in_words(schema: FormSchema, rule: Rule, table: str = "") -> str:
    """A condition as a sentence part, such as “danger” is “yes”; `table` is where the rule stands."""
    scope = Scope(answers={}, now=datetime.min, context={})
    return _Words(plan_of(schema).nodes, scope, table).stated(tree_for(rule))


class _Words:
    """Conditions of one form as sentence parts."""

    def __init__(self, nodes: Mapping[str, Node], scope: Scope, table: str = "") -> None:
        self.nodes, self.scope, self.table = nodes, scope, table

    def unmet(self, rule: Rule) -> Iterator[str]:
        yield from self._unmet(tree_for(rule))

    def _unmet(self, tree: Tree) -> Iterator[str]:
        """Of what must hold together, what does not; of what may hold instead, everything."""
        op, args = _opened(tree)
        if op in ("and", "or"):
            failing = [arg for arg in args if not self._holds(arg)]
            for arg in failing:
                yield from self._unmet(arg)
        else:
            yield self._denied(op, args, tree)

    def stated(self, tree: Tree) -> str:
        """The whole condition, as what must be so."""
        op, args = _opened(tree)
        if op in ("and", "or"):
            joint = _(" and ") if op == "and" else _(" or ")
            return joint.join(self._inside(op, arg) for arg in args)
        if op == "not" and args:
            inner, inner_args = _opened(args[0])
            return self._denied(inner, inner_args, args[0])
        return self._affirmed(tree)

    def _inside(self, op: str, tree: Tree) -> str:
        """One part of what is joined; in brackets what is joined otherwise."""
        inner = _opened(tree)[0]
        mixed = inner in ("and", "or") and inner != op
        return _("(%(condition)s)") % {"condition": self.stated(tree)} if mixed else self.stated(tree)

    def _holds(self, tree: Tree) -> bool:
        return condition(Rule(formula=formula_of(tree), tree=tree), self.scope)

    def _denied(self, op: str, args: list[Any], tree: Tree) -> str:
        if op == "not" and args:
            return self._affirmed(args[0])
        if op == "not-empty" and (field := self._field(args[0])):
            return _("“%(field)s” is not answered") % {"field": field}
        if op in DENIED and len(args) == 2 and (field := self._field(args[0])):
            return str(DENIED[op]()) % {"field": field, "value": self._value(args[0], args[1])}
        return _("“%(formula)s” does not hold") % {"formula": self._formula(tree)}

    def _affirmed(self, tree: Tree) -> str:
        op, args = _opened(tree)
        if (op == "not-empty" or _with_nothing(op, args) == "!=") and (field := self._field(args[0])):
            return _("“%(field)s” is answered") % {"field": field}
        if _with_nothing(op, args) == "=" and (field := self._field(args[0])):
            return _("“%(field)s” is not answered") % {"field": field}
        if op in AFFIRMED and len(args) == 2 and (field := self._field(args[0])):
            return str(AFFIRMED[op]()) % {"field": field, "value": self._value(args[0], args[1])}
        return _("“%(formula)s” holds") % {"formula": self._formula(tree)}

    def _node(self, tree: Tree) -> Node | None:
        op, path = _opened(tree)
        place = resolve(tuple(path), self.table, self.nodes) if op == "ref" else None
        return self.nodes[place] if place else None

    def _field(self, tree: Tree) -> str:
        node = self._node(tree)
        return label_of_node(node) if node else ".".join(tree["ref"]) if _opened(tree)[0] == "ref" else ""

    def _value(self, field: Tree, tree: Tree) -> str:
        if isinstance(tree, bool):
            return _("Yes") if tree else _("No")
        if isinstance(tree, dict):
            return self._formula(tree)
        node = self._node(field)
        return value_of(node.part, str(tree)) if node and isinstance(node.part, Question) else str(tree)

    def _formula(self, tree: Tree) -> str:
        return with_labels(formula_of(tree), self.nodes)


def _with_nothing(op: str, args: list[Any]) -> str:
    """The sign by which something is compared with an empty text; "" for any other condition."""
    return op if op in ("=", "!=") and len(args) == 2 and args[1] == "" else ""


def _opened(tree: Tree) -> tuple[str, list[Any]]:
    if not isinstance(tree, dict) or len(tree) != 1:
        return "", []
    [(op, args)] = tree.items()
    return op, args if isinstance(args, list) else []


AFFIRMED = {
    "=": lambda: _("“%(field)s” is “%(value)s”"),
    "selected": lambda: _("“%(field)s” is “%(value)s”"),
    "!=": lambda: _("“%(field)s” is not “%(value)s”"),
    "<": lambda: _("“%(field)s” is less than %(value)s"),
    "<=": lambda: _("“%(field)s” is at most %(value)s"),
    ">": lambda: _("“%(field)s” is more than %(value)s"),
    ">=": lambda: _("“%(field)s” is at least %(value)s"),
    "contains": lambda: _("“%(field)s” contains “%(value)s”"),
}
DENIED = {
    "=": lambda: _("“%(field)s” is not “%(value)s”"),
    "selected": lambda: _("“%(field)s” is not “%(value)s”"),
    "!=": lambda: _("“%(field)s” is “%(value)s” or not answered"),
    "<": lambda: _("“%(field)s” is not less than %(value)s"),
    "<=": lambda: _("“%(field)s” is not at most %(value)s"),
    ">": lambda: _("“%(field)s” is not more than %(value)s"),
    ">=": lambda: _("“%(field)s” is not at least %(value)s"),
    "contains": lambda: _("“%(field)s” does not contain “%(value)s”"),
}
