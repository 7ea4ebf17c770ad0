"""Expressions of XLSForm as formulas of ours: the same language but for names, paths and a few values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from forms.exchange.xlsform.languages import Languages
from forms.exchange.xlsform.naming import Naming
from forms.exchange.xlsform.outline import Element
from forms.logic.errors import ExpressionError
from forms.logic.formatting import quoted
from forms.logic.parse import read
from forms.logic.tree import Node

# Operators of XPath that are words.
WORDS = {"and", "or", "div", "mod"}
NAME = r"[^\W\d][\w.-]*"
PIECE = re.compile(
    r"(?P<text>'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’)"
    rf"|\$\{{\s*(?P<saved>last-saved\#)?(?P<name>[^}}]*?)\s*\}}"
    rf"|(?P<path>(?:current\(\)/)?(?:\.\./)+(?P<sibling>{NAME})(?![\w(/\[:]))"
    rf"|(?P<word>{NAME}(?::{NAME})?)(?P<call>\s*\()?",
)
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")


@dataclass(frozen=True)
class Answers:
    """What is known of the answers of one question when its values are named in a formula."""

    # Names of options that had to become other keys.
    renamed: Mapping[str, str]
    has_choices: bool = False
    # Texts that stand for yes or no.
    truths: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Formulas:
    naming: Naming
    answers: Callable[[Element], Answers]
    languages: Languages

    def converted(self, said: str, asking: Element, attributes: Mapping[str, str] | None = None) -> str:
        """The formula that means the same. `attributes` are the names of a choice filter: column → key.

        Raises ExpressionError when there is no such formula.
        """
        formula = PIECE.sub(lambda piece: self._piece(piece, asking.table, attributes), said)
        return self._with_our_values(formula, asking, of_choices=attributes is not None)

    def _piece(self, piece: re.Match[str], within: str, attributes: Mapping[str, str] | None) -> str:
        if piece["text"]:
            return _REFERENCE.sub(lambda found: self._reference(found[1], within), piece["text"])
        if piece["saved"]:
            raise ExpressionError(_("What was answered the last time cannot be used in a formula."))
        if piece["name"] is not None or piece["sibling"]:
            return self._reference(piece["name"] or piece["sibling"], within)
        if attributes is None or piece["call"] or piece["word"] in WORDS:
            return piece[0]
        if piece["word"] == "name":
            return "."
        return attributes.get(piece["word"], piece["word"])

    def _reference(self, name: str, within: str) -> str:
        element = self.naming.element(name, within)
        if element is not None and element.kind.role == "metadata":
            if element.kind.xform == "today":
                return "today()"
            raise ExpressionError(_("“%(name)s” is not kept by the portal.") % {"name": name})
        path = self.naming.reference(name, within)
        if path is None:
            raise ExpressionError(_("There is no question “%(name)s”.") % {"name": name})
        return "${" + path + "}"

    def _with_our_values(self, formula: str, asking: Element, *, of_choices: bool) -> str:
        node = read(formula, of_choices=of_choices)
        edits = {edit for one in node.walk() for edit in self._edits(one, asking)}
        for at, old, new in sorted(edits, reverse=True):
            if formula.startswith(old, at):
                formula = formula[:at] + new + formula[at + len(old) :]
        return formula

    def _edits(self, node: Node, asking: Element) -> list[tuple[int, str, str]]:
        """(place, old, new) of values that are written differently here."""
        if node.op not in ("=", "!=", "selected") or len(node.args) != 2:
            return []
        found = []
        for name, value in (node.args, node.args[::-1]):
            if name.op in ("ref", "this") and value.op == "literal":
                found += self._value(self._meant(name, asking), node.op, value)
        return found

    def _meant(self, name: Node, asking: Element) -> Element | None:
        if name.op == "this":
            return asking
        for elements in self.naming.by_name.values():
            for element in elements:
                if name.args in ((element.table, element.key), (element.key,)) and element.table in (
                    "",
                    asking.table,
                    name.args[0],
                ):
                    return element
        return None

    def _value(self, meant: Element | None, operator: str, value: Node) -> list[tuple[int, str, str]]:
        answers = self.answers(meant) if meant else None
        literal = value.args[0]
        if answers is None or isinstance(literal, bool):
            return []
        if isinstance(literal, str) and literal in answers.truths:
            return [(value.at, sign + literal + sign, answers.truths[literal]) for sign in "'\""]
        if not answers.has_choices:
            return []
        if isinstance(literal, str):
            new = answers.renamed.get(literal)
            return [(value.at, sign + literal + sign, quoted(new)) for sign in "'\""] if new else []
        number = f"{literal:f}"
        new = answers.renamed.get(number, number)
        return [(value.at, number, quoted(new))] if operator == "selected" or new != number else []
