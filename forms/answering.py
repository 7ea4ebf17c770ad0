"""One question and its answer, through the field types."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from forms.fieldtypes import FieldContext, registry
from forms.fieldtypes.steady import Same, checker
from forms.schema import FormSchema, Question, is_empty
from portal.directory import codes
from portal.words import readers_language

# What each type of JSON Schema is in Python. Digits that came as a text are read as a number, as in a browser.
SHAPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, str),
    "number": (int, float, str),
    "array": (list,),
    "object": (dict,),
}


def holds_files(question: Question) -> bool:
    return question.type in registry and registry[question.type].holds_files


def asks_files(schema: FormSchema) -> bool:
    return _asks_files(Same(schema))


@lru_cache(maxsize=100)
def _asks_files(same: Same) -> bool:
    schema = cast(FormSchema, same.part)
    return any(isinstance(field, Question) and holds_files(field) for field in schema.fields())


def file_fields(schema: FormSchema) -> list[str]:
    """The keys of the questions that are answered with files."""
    return [field.key for field in schema.fields() if isinstance(field, Question) and holds_files(field)]


def place_of(schema: FormSchema, answers: Mapping[str, Any]) -> str:
    """The code of the place that the form asks for; empty when it asks for none, or what it got is no code."""
    value = answers.get(schema.place or "")
    return value if isinstance(value, str) and codes.is_code(value) else ""


def field_for(question: Question) -> forms.Field:
    """The form field with all options on offer, never required by itself: the form's rules say what is required."""
    return registry[question.type].form_field(question, FieldContext(readers_language()))


def problem_with(question: Question, answer: Any) -> str | None:
    """What is wrong with an answer as JSON, in a sentence, or None. Files were judged when they were stored."""
    if holds_files(question):
        return None
    try:
        _cleaned(question, answer)
    except ValidationError as error:
        return str(error.messages[0])
    return None


def taken(question: Question, value: Any) -> Any:
    """An answer that came as JSON, as it is kept: digits narrow, spaces gone. None for an empty one.

    Raises ValidationError with one sentence for what is no answer to this question.
    """
    if is_empty(value):
        return None
    kind = registry[question.type]
    if not isinstance(value, SHAPES.get(str(kind.json_schema(question).get("type")), (str, bool))):
        raise ValidationError(str(kind.required_message))
    try:
        return kind.to_answer(_cleaned(question, value))
    except ValidationError as error:
        raise ValidationError(error.messages[0]) from None


def _cleaned(question: Question, answer: Any) -> Any:
    """Raises ValidationError."""
    kind, language = registry[question.type], readers_language()
    field = checker(question, language) if kind.steady else field_for(question)
    try:
        return field.clean(_as_typed(field, kind.to_initial(answer)))
    except (TypeError, ValueError, AttributeError, KeyError):
        # An answer that is not even of the right shape, for example a list where a text should be.
        raise ValidationError(str(kind.required_message)) from None


def _as_typed(field: forms.Field, initial: Any) -> Any:
    """What the browser would have sent for this initial value."""
    if isinstance(field.widget, forms.MultiWidget):
        return field.widget.decompress(initial)
    return initial
