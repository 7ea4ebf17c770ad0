"""Answers as an author types them into a test of a form, and as the tests keep them."""

import json
from typing import Any

from forms.logic.types import ValueType, answer_types

_YES_NO = {"yes": True, "no": False}
# Before what no other way of writing says, for example a number where a text should be.
_AS_JSON = "json:"


def read(text: str, kind: str) -> Any:
    """The answer of a field of that type; None for nothing. What begins like JSON and is JSON is taken as such."""
    if not text:
        return None
    plain = text.removeprefix(_AS_JSON)
    if plain != text or text[0] in '[{"':
        try:
            return json.loads(plain)
        except ValueError:
            return text
    return _of_kind(text, kind)


def _of_kind(text: str, kind: str) -> Any:
    of = answer_types[kind]
    if of is ValueType.YES_NO:
        return _YES_NO.get(text, text)
    if of is ValueType.NUMBER and kind == "integer" and text.lstrip("-").isdecimal():
        return int(text)
    return [text] if of is ValueType.CHOICES else text


def write(answer: Any, kind: str) -> str:
    """Read again it gives the same answer."""
    if answer is None:
        return ""
    written = json.dumps(answer, ensure_ascii=False)
    plain = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
    if isinstance(answer, list) and len(answer) == 1:
        plain = str(answer[0])
    for text in (plain, written):
        if _same(read(text, kind), answer):
            return text
    return _AS_JSON + written


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
