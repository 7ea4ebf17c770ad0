"""Asking one question the way a form does."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from forms.fieldtypes import FieldContext, registry
from forms.schema import Question


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"key": "x", "type": kind, "label": {"zh-hans": "标签", "en": "Label"}, **more})


def form(
    asked: Question, typed: Any = None, *, files: Any = None, language: str = "zh-hans", **context: Any
) -> forms.Form:
    """A form of that one question; `typed` is a text, a list, or a mapping of suffixes to texts."""
    field = registry[asked.type].form_field(asked, FieldContext(language, **context))
    kind = type("Asking", (forms.Form,), {asked.key: field})
    if typed is None and files is None:
        return kind()
    return kind(_posted(typed), MultiValueDict({"x": files or []}))


def _posted(typed: Any) -> QueryDict:
    posted = QueryDict(mutable=True)
    if isinstance(typed, dict):
        for suffix, value in typed.items():
            posted[f"x{suffix}"] = value
    elif isinstance(typed, list):
        posted.setlist("x", typed)
    elif typed is not None:
        posted["x"] = typed
    return posted


def answer(asked: Question, typed: Any, **context: Any) -> Any:
    """The answer that was typed. Fails with the messages when it was refused."""
    filled = form(asked, typed, **context)
    assert filled.is_valid(), filled.errors
    return registry[asked.type].to_answer(filled.cleaned_data["x"])


def refusal(asked: Question, typed: Any, **context: Any) -> str:
    """What the person is told."""
    filled = form(asked, typed, **context)
    assert not filled.is_valid()
    return " ".join(filled.errors["x"])
