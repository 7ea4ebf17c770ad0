"""What kind of value each part of a formula gives, and what does not fit together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.logic import moments
from forms.logic.operators import Operator, registry
from forms.logic.operators.kinds import AMOUNTS, CONDITIONS, MOMENTS, NUMBERS, TEXTS
from forms.logic.operators.registry import Taken
from forms.logic.patterns import findings_of
from forms.logic.tree import Node
from forms.logic.types import Kind, ValueType
from forms.schema import Choice

# The code of a finding: what is compared with is none of the options; its place is that of the text.
NO_SUCH_OPTION = "no_such_option"
UNKNOWN = Kind(ValueType.ANY)
COMPARED = frozenset({"=", "!=", "<", "<=", ">", ">="})


Finding = tuple[str | Promise, int, str]


@dataclass(frozen=True)
class Known:
    """What is known of a name: its kind, and its options if it is a choice."""

    kind: Kind
    choices: tuple[Choice, ...] = ()


@dataclass
class Inference:
    """Collects (sentence, place in the formula, code). `known` finds a path or raises ExpressionError-free KeyError."""

    known: Callable[[tuple[str, ...]], Known]
    this: Known | None = None
    # Whether the formula stands in a row of a table.
    in_row: bool = False
    findings: list[Finding] = field(default_factory=list)

    def kind(self, node: Node) -> Kind:
        if node.op == "literal":
            return Kind(_of_literal(node.args[0]))
        if node.op in ("ref", "this"):
            return self.name(node).kind
        if node.op == "attribute":
            return self.attribute(node)
        operator = registry.get(node.op)
        if operator is None:
            return UNKNOWN
        kinds = [self.kind(child) for child in node.args]
        self.arguments(node, operator, kinds)
        self.options(node)
        for message, at in findings_of(node):
            self.say(message, at)
        self.place(node)
        return Kind(operator.result(kinds))

    def say(self, sentence: str | Promise, node: Node, code: str = "") -> None:
        self.findings.append((sentence, node.at, code))

    def name(self, node: Node) -> Known:
        if node.op == "this":
            if self.this is None:
                self.say(_("“.” stands for the answer itself; it only means something in a check or filter."), node)
            return self.this or Known(UNKNOWN)
        try:
            return self.known(node.args)
        except LookupError as unknown:
            self.say(unknown.args[0], node)
            return Known(UNKNOWN)

    def attribute(self, node: Node) -> Kind:
        """What a choice filter asks of the choices: at least one must have it."""
        choices = self.this.choices if self.this else ()
        known = {"name", "label"}.union(*(choice.attributes for choice in choices))
        if choices and node.args[0] not in known:
            self.say(_("None of the options has an attribute “%(name)s”.") % {"name": node.args[0]}, node)
        return Kind(ValueType.TEXT)

    def place(self, node: Node) -> None:
        """Functions that mean something only in a row, or only of a field with options."""
        if node.op == "position" and not self.in_row:
            self.say(_("Only a row of a table has a number; this formula stands outside of tables."), node)
        if node.op == "choice-label" and not self._choices(node.args[1]):
            self.say(_("This field has no options that could be named."), node.args[1])

    def arguments(self, node: Node, operator: Operator, kinds: Sequence[Kind]) -> None:
        for index, (child, kind) in enumerate(zip(node.args, kinds, strict=True)):
            if kind.many and not operator.of_columns and node.op not in COMPARED:
                self.say(_("A table has one such value in each row; take sum, min, max or count of them."), child)
            elif not fits(kind, operator.taken(index), child):
                self.say(WANTED.get(operator.taken(index) or TEXTS, _("A value of this kind does not fit.")), child)
        if node.op in ("=", "!=") and not _comparable(node, kinds):
            self.say(_("These two can never be equal: they are of different kinds."), node)

    def options(self, node: Node) -> None:
        """Options that are compared with must exist."""
        if node.op not in ("=", "!=", "selected"):
            return
        for one, other in ((node.args[0], node.args[1]), (node.args[1], node.args[0])):
            if one.op not in ("ref", "this") or other.op != "literal" or not isinstance(other.args[0], str):
                continue
            choices = self._choices(one)
            if choices and other.args[0] and other.args[0] not in {choice.key for choice in choices}:
                self.say(_("There is no such option: “%(key)s”.") % {"key": other.args[0]}, other, NO_SUCH_OPTION)

    def _choices(self, node: Node) -> tuple[Choice, ...]:
        try:
            found = self.this if node.op == "this" else self.known(node.args)
        except LookupError:
            return ()
        return found.choices if found else ()


WANTED: Mapping[frozenset[ValueType], Promise] = {
    CONDITIONS: _("A condition is needed here, something that holds or not; for “has an answer” use not-empty(…)."),
    NUMBERS: _("A number is needed here."),
    AMOUNTS: _("A number, a date or a time is needed here."),
    MOMENTS: _("A date or a time is needed here."),
    TEXTS: _("A text in quotes is needed here."),
}


def fits(kind: Kind, taken: Taken, node: Node | None = None) -> bool:
    """A date may be written as a text like '2026-11-21'."""
    if taken is None or kind.type is ValueType.ANY or kind.type in taken:
        return True
    return bool(taken & MOMENTS) and node is not None and _is_moment(node)


def _is_moment(node: Node) -> bool:
    return node.op == "literal" and isinstance(node.args[0], str) and moments.read(node.args[0], UTC) is not None


def _of_literal(value: object) -> ValueType:
    if isinstance(value, bool):
        return ValueType.YES_NO
    if isinstance(value, str):
        # '' is how XLSForm asks for "empty".
        return ValueType.TEXT if value else ValueType.ANY
    return ValueType.NUMBER


def _comparable(node: Node, kinds: Sequence[Kind]) -> bool:
    types = {kind.type for kind in kinds}
    if ValueType.ANY in types or len(types) == 1 or types <= MOMENTS:
        return True
    if types & MOMENTS:
        return any(_is_moment(child) for child in node.args)
    if types == {ValueType.TEXT, ValueType.NUMBER}:
        # Options may have numbers as keys.
        return any(child.op == "literal" for child in node.args)
    return types == {ValueType.TEXT, ValueType.CHOICES}
