"""What every kind of field can do. Stateless: the question and the context come with each call."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.columns import Column
from forms.logic.types import ValueType
from forms.problems import Problem
from forms.schema import Choice, Question, is_empty
from portal.words import say


@dataclass(frozen=True, slots=True)
class FieldContext:
    """What is known when a field is asked: whether an answer is needed now, and the options on offer now."""

    language: str
    required: bool = False
    # None: all the question has.
    choices: tuple[Choice, ...] | None = None

    def offered(self, question: Question) -> tuple[Choice, ...]:
        return question.choices if self.choices is None else self.choices


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting a kind of field understands."""

    kind: type
    among: tuple[str, ...] = ()

    def takes(self, value: object) -> bool:
        right_kind = isinstance(value, self.kind) and not (self.kind is int and isinstance(value, bool))
        if isinstance(value, list) and self.among:
            return right_kind and all(one in self.among for one in value)
        return right_kind and (not self.among or value in self.among)


class FieldType(ABC):
    """Answers are JSON as forms.schema says; the empty answer is None."""

    # Stored in published forms and therefore permanent.
    key: ClassVar[str]
    name: ClassVar[str | Promise]
    result_type: ClassVar[ValueType]
    settings: ClassVar[Mapping[str, Setting]] = {}
    has_choices: ClassVar[bool] = False
    # Its answer is one of a list that the portal knows, so that it can be counted in the clear.
    is_listed: ClassVar[bool] = False
    # Its form field follows from the question and the language alone and remembers nothing of what it cleans: one
    # checks the answers of everybody, and what it looks like is drawn once.
    steady: ClassVar[bool] = False
    # Its form field gives uploads; whoever saves the step keeps them and makes the answer of their ids.
    holds_files: ClassVar[bool] = False
    # Its answer is the portal's own: what a browser or a program sends for it is not looked at.
    from_server: ClassVar[bool] = False
    required_message: ClassVar[str | Promise] = _("Please answer this.")

    @property
    @abstractmethod
    def api_type(self) -> Any:
        """The type of an answer for programs, as pydantic reads it."""

    @abstractmethod
    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        """The field of an HTML form, with its widget, label, hint and messages in the person's language."""

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        """The parts of its answer that formulas name as ${key.part}, where it is an object."""
        return {}

    def to_answer(self, cleaned: Any) -> Any:
        """What the form field cleaned, as an answer in JSON; None when there is none."""
        return cleaned or None

    def to_initial(self, answer: Any) -> Any:
        """An answer as the form field's initial value."""
        return answer

    def display(self, answer: Any, question: Question, language: str) -> str:
        """The answer as a person reads it, "" for none."""
        return "" if answer is None else str(answer)

    def masked(self, answer: Any) -> str:
        """As much as may be seen by those who may not read it: nothing, unless the kind of field says more."""
        return "" if is_empty(answer) else "••••"

    @abstractmethod
    def json_schema(self, question: Question) -> dict[str, Any]:
        """JSON Schema of an answer that is there."""

    @abstractmethod
    def export_columns(self, question: Question) -> list[Column]:
        """What an answer looks like in a table file, always the same columns for the same question."""

    @abstractmethod
    def search_text(self, answer: Any, question: Question, language: str) -> str:
        """The words by which those who may read the answer find it; "" for what nobody would type."""

    def schema_problems(self, question: Question) -> list[Problem]:
        """What is wrong with the question's definition."""
        return [Problem(question.key, sentence) for sentence in self.faults(question)]

    def faults(self, question: Question) -> Iterator[str | Promise]:
        for name, value in question.settings.items():
            if name not in self.settings:
                yield _("This kind of field has no setting “%(name)s”.") % {"name": name}
            elif not self.settings[name].takes(value):
                yield _("The setting “%(name)s” cannot have this value.") % {"name": name}
        if question.choices and not self.has_choices:
            yield _("This kind of field has no options.")
        if question.countable and not (self.has_choices or self.is_listed):
            yield _("Only a field with options can be counted in the clear.")

    def attributes(self, question: Question, context: FieldContext, **more: Any) -> dict[str, Any]:
        """What every form field is made with."""
        more.setdefault("required", context.required)
        messages = {"required": self.required_message, **more.pop("error_messages", {})}
        return {
            "label": say(question.label, context.language),
            # Django's own templates take a help text for markup, ours do not: escaped it is right in both.
            "help_text": conditional_escape(say(question.hint, context.language)),
            "error_messages": messages,
            **more,
        }
