"""From a formula in XLSForm syntax to a tree: precedence climbing over the tokens.

Binding, loosest first, as in XPath 1.0: or · and · = != · < <= > >= · + - · * div mod · unary minus.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from forms.logic.calls import called
from forms.logic.errors import ExpressionError
from forms.logic.tokens import NAME, NO_PATHS, Token, tokens
from forms.logic.tree import DEEPEST, Node, Tree, call, tree_of

BINDING = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
}  # fmt: skip -- one line per family reads better
UNARY = 7
ATTRIBUTE = re.compile(NAME, re.ASCII)
# Chains of one of these lie flat, so that sixty conditions joined by “and” are not sixty deep.
CHAINED = frozenset({"and", "or", "+", "*"})


def parse(formula: str, *, of_choices: bool = False) -> Tree:
    """The JSON tree of a formula (see forms.logic.tree). Raises ExpressionError.

    `of_choices` reads a choice filter: a bare name is then an attribute of the choice that is looked at.
    """
    return tree_of(read(formula, of_choices=of_choices))


def read(formula: str, *, of_choices: bool = False) -> Node:
    """The formula as nodes that know their place. Raises ExpressionError."""
    return _Reader(tokens(formula), of_choices=of_choices).formula()


class _Reader:
    def __init__(self, found: list[Token], *, of_choices: bool) -> None:
        self.tokens = found
        self.of_choices = of_choices
        self.position = 0
        self.nesting = 0

    @property
    def current(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.current
        self.position += 1
        return token

    def is_sign(self, sign: str) -> bool:
        return self.current.kind == "sign" and self.current.value == sign

    def formula(self) -> Node:
        if self.current.kind == "end":
            raise ExpressionError(_("The formula is empty."), 0)
        node = self.expression(0)
        if self.current.kind != "end":
            raise ExpressionError(_("An operator such as “and” or “=” is missing before this."), self.current.at)
        return node

    def expression(self, least: int) -> Node:
        self.nesting += 1
        if self.nesting > 2 * DEEPEST:
            raise ExpressionError(
                _("The formula is nested too deeply. Split it into computed fields."), self.current.at
            )
        left = self.operand()
        while (binding := self.binding()) > least:
            operator = self.take()
            left = _joined(operator, left, self.expression(binding))
        self.nesting -= 1
        return left

    def binding(self) -> int:
        return BINDING.get(self.current.value, 0) if self.current.kind in ("sign", "word") else 0

    def operand(self) -> Node:
        token = self.take()
        if token.kind in ("number", "text"):
            return Node("literal", (token.value,), token.at)
        if token.kind == "reference":
            return Node("ref", token.value, token.at)
        if token.kind == "word":
            return self.function(token) if self.is_sign("(") else self.attribute(token)
        if token.kind == "sign" and token.value in self.PREFIXES:
            return self.PREFIXES[token.value](self, token)
        raise ExpressionError(_("A field, a value or a function is missing here."), token.at)

    def negative(self, minus: Token) -> Node:
        operand = self.expression(UNARY - 1)
        if operand.op == "literal" and isinstance(operand.args[0], Decimal):
            # Not -…, which would round to 28 digits.
            return Node("literal", (operand.args[0].copy_negate(),), minus.at)
        return call("neg", (operand,), minus.at)

    def bracketed(self, opening: Token) -> Node:
        node = self.expression(0)
        self.close(opening)
        # A bracket around "a and b" keeps it apart from an "and" outside.
        return Node(node.op, node.args, opening.at, node.depth)

    def this(self, dot: Token) -> Node:
        return Node("this", (), dot.at)

    PREFIXES = {"-": negative, "(": bracketed, ".": this}

    def attribute(self, name: Token) -> Node:
        if "::" in name.value:
            raise ExpressionError(NO_PATHS, name.at)
        if not self.of_choices or name.value in BINDING or not ATTRIBUTE.fullmatch(name.value):
            raise ExpressionError(_("A field is written ${key}, a text 'in quotes', a function with (…)."), name.at)
        return Node("attribute", (name.value,), name.at)

    def function(self, name: Token) -> Node:
        opening = self.take()
        # As ODK writes it, position(..): the two dots are the row that the formula stands in.
        args = self.row() if name.value == "position" else self.arguments()
        self.close(opening)
        return called(name, args)

    def row(self) -> tuple[Node, ...]:
        if not self.is_sign(".."):
            raise ExpressionError(_("Only position(..) is understood: the number of the own row."), self.current.at)
        self.take()
        return ()

    def arguments(self) -> tuple[Node, ...]:
        if self.is_sign(")"):
            return ()
        args = [self.expression(0)]
        while self.is_sign(","):
            self.take()
            args.append(self.expression(0))
        return tuple(args)

    def close(self, opening: Token) -> None:
        if not self.is_sign(")"):
            raise ExpressionError(_("The bracket opened here is not closed."), opening.at)
        self.take()


def _joined(operator: Token, left: Node, right: Node) -> Node:
    if operator.value in CHAINED and left.op == operator.value and not _bracketed(left):
        return call(operator.value, (*left.args, right), left.at)
    return call(operator.value, (left, right), left.at)


def _bracketed(node: Node) -> bool:
    """Whether a bracket was opened around the node: then it begins before its first part."""
    return bool(node.args) and node.at != node.args[0].at
