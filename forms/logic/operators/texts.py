"""Functions of text. The empty value counts as a text of no length. Lengths count characters, not bytes."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import re2
from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError
from forms.logic.operators.kinds import ANYTHING, TEXTS
from forms.logic.operators.registry import operator
from forms.logic.scope import Scope
from forms.logic.types import ValueType
from forms.logic.values import Value, text

MOST_CHARACTERS = 100_000
LONGEST_PATTERN = 500


@operator("string-length", [ANYTHING], ValueType.NUMBER)
def string_length(scope: Scope, value: Value) -> Decimal:
    return Decimal(len(text(value)))


@operator("concat", [ANYTHING], ValueType.TEXT, repeated=True)
def concat(scope: Scope, *values: Value) -> str | None:
    return joined("", [text(value) for value in values])


def joined(separator: str, words: Sequence[str]) -> str | None:
    """Raises ExpressionError, before it is made, when the text would be too long."""
    if sum(map(len, words)) + len(separator) * len(words) > MOST_CHARACTERS:
        raise ExpressionError(_("The text this formula makes is too long."))
    return separator.join(words) or None


@operator("contains", [ANYTHING, TEXTS], ValueType.YES_NO)
def contains(scope: Scope, value: Value, part: Value) -> bool:
    return text(part) in text(value)


@operator("starts-with", [ANYTHING, TEXTS], ValueType.YES_NO)
def starts_with(scope: Scope, value: Value, part: Value) -> bool:
    return text(value).startswith(text(part))


@operator("ends-with", [ANYTHING, TEXTS], ValueType.YES_NO)
def ends_with(scope: Scope, value: Value, part: Value) -> bool:
    return text(value).endswith(text(part))


@operator("regex", [ANYTHING, TEXTS], ValueType.YES_NO)
def regex(scope: Scope, value: Value, pattern: Value) -> bool:
    """Whether the whole text matches, by RE2: its time grows with the length of the text only."""
    return compiled(text(pattern)).fullmatch(text(value)) is not None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """Raises ExpressionError for a pattern that RE2 does not take."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        if len(pattern) <= LONGEST_PATTERN:
            return re2.compile(pattern, options)
    except re2.error:
        pass
    raise ExpressionError(_("This is not a pattern the portal understands (RE2 syntax, at most 500 characters)."))
