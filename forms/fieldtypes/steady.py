"""Form fields of steady kinds (see FieldType.steady): made once in a process, for everybody who answers."""

from functools import lru_cache
from typing import cast

from django import forms

from forms.fieldtypes.base import FieldContext
from forms.fieldtypes.registry import registry
from forms.schema import Part, Question

# Of some three large forms.
MOST = 500


class Same:
    """A part of a form as a key: itself, and no other that reads alike."""

    __slots__ = ("part",)

    def __init__(self, part: Part) -> None:
        self.part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.part is self.part

    def __hash__(self) -> int:
        return id(self.part)


def checker(question: Question, language: str) -> forms.Field:
    """The field that checks answers to a question of a steady kind. It stands on no form, and nobody changes it."""
    return _made(Same(question), language)


@lru_cache(maxsize=MOST)
def _made(same: Same, language: str) -> forms.Field:
    """Making one takes longer than everything it does afterwards."""
    question = cast(Question, same.part)
    return registry[question.type].form_field(question, FieldContext(language))
