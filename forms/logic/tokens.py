"""A formula cut into tokens. Full-width signs of Chinese keyboards are read as what they stand for."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms.logic import numbers
from forms.logic.errors import ExpressionError

MOST_CHARACTERS = 2000
NAME = r"[a-z][a-z0-9_]{0,59}"
WIDE = str.maketrans("（），＝＜＞＋－＊！＄｛｝．０１２３４５６７８９", "(),=<>+-*!${}.0123456789")
QUOTES = {"'": "'", '"': '"', "‘": "’", "“": "”"}
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*", re.ASCII)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_REFERENCE = re.compile(rf"\$\{{\s*({NAME}(?:\.{NAME})*)\s*\}}", re.ASCII)
_SIGN = re.compile(r"!=|<=|>=|\.\.|[=<>+\-*(),.]")
NO_PATHS = _("Paths and conditions of XPath are not supported. Name a field as ${key}.")
_OF_PATHS = frozenset("/[]@|")
_SPACE = re.compile(r"\s+")
_SAME_AS = {"≠": "!=", "≤": "<=", "≥": ">="}


@dataclass(frozen=True, slots=True)
class Token:
    """kind: number, text, reference, word, sign or end."""

    kind: str
    value: Any
    at: int


def tokens(formula: str) -> list[Token]:
    """Every token, and an end token behind them. Raises ExpressionError."""
    if len(formula) > MOST_CHARACTERS:
        raise ExpressionError(_("The formula is too long. Split it into computed fields."), MOST_CHARACTERS)
    plain = formula.translate(WIDE)
    found = []
    at = 0
    while at < len(formula):
        if space := _SPACE.match(formula, at):
            at = space.end()
            continue
        token, at = _next(formula, plain, at)
        found.append(token)
    return [*found, Token("end", None, len(formula))]


def _next(formula: str, plain: str, at: int) -> tuple[Token, int]:
    if formula[at] in QUOTES:
        return _text(formula, at)
    if formula[at] in _SAME_AS:
        return Token("sign", _SAME_AS[formula[at]], at), at + 1
    if match := _NUMBER.match(plain, at):
        return Token("number", _number(match.group(), at), at), match.end()
    if match := _REFERENCE.match(plain, at):
        return Token("reference", tuple(match.group(1).split(".")), at), match.end()
    if match := _WORD.match(plain, at):
        return Token("word", match.group(), at), match.end()
    if match := _SIGN.match(plain, at):
        return Token("sign", match.group(), at), match.end()
    if plain[at] == "$":
        raise ExpressionError(_("A field is written as its key in ${…}: small letters, digits and _."), at)
    if plain[at] in _OF_PATHS:
        raise ExpressionError(NO_PATHS, at)
    raise ExpressionError(_("This sign means nothing here."), at)


def reference_in(text: str) -> tuple[str, ...] | None:
    """The path of a field when the text is one, such as `${people.age}`."""
    match = _REFERENCE.fullmatch(text.translate(WIDE).strip())
    return tuple(match.group(1).split(".")) if match else None


def _text(formula: str, at: int) -> tuple[Token, int]:
    """A text in quotes; a quote inside it is written twice."""
    closing = QUOTES[formula[at]]
    parts = []
    start = at + 1
    while (end := formula.find(closing, start)) >= 0:
        parts.append(formula[start:end])
        if formula[end + 1 : end + 2] != closing:
            return Token("text", closing.join(parts), at), end + 1
        start = end + 2
    raise ExpressionError(_("The text that begins here has no closing quote."), at)


def _number(digits: str, at: int) -> Decimal:
    number = numbers.read(digits)
    if number is None:
        raise ExpressionError(_("This number is too large."), at)
    return number
