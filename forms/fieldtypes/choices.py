"""One of several, some of several, yes or no, and a consent."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, column
from forms.fieldtypes.registry import registry
from forms.fieldtypes.widgets import ConsentBox, ListOfOptions
from forms.logic.types import ValueType
from forms.schema import Question
from portal.words import say

# More options than this are a list to open, fewer lie open as large boxes.
MOST_OPEN_OPTIONS = 12


class ChoiceLike(FieldType):
    has_choices = True

    def options(self, question: Question, context: FieldContext) -> list[tuple[str, str]]:
        return [(choice.key, say(choice.label, context.language)) for choice in context.offered(question)]

    def labels(self, question: Question, language: str) -> dict[str, str]:
        return {choice.key: say(choice.label, language) for choice in question.choices}

    def faults(self, question: Question) -> Iterator[str | Promise]:
        yield from super().faults(question)
        if not question.choices:
            yield _("Give this field options to choose from.")
        for key, count in Counter(choice.key for choice in question.choices).items():
            if count > 1:
                yield _("The option “%(key)s” is there twice.") % {"key": key}


class Listed(ChoiceLike):
    """An answer of options: exported and found by their labels, in one column."""

    steady = True

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.TEXT, lambda answer, language: self.display(answer, question, language))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return self.display(answer, question, language)


@registry.register
class SingleChoice(Listed):
    key = "choice"
    api_type = str
    name = _("One of several options")
    result_type = ValueType.TEXT
    required_message = _("Choose one of the options.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        options = self.options(question, context)
        few = len(options) <= MOST_OPEN_OPTIONS
        return forms.ChoiceField(
            **self.attributes(
                question,
                context,
                choices=options if few else [("", _("Please choose")), *options],
                widget=forms.RadioSelect() if few else ListOfOptions(),
                error_messages={"invalid_choice": _("Choose one of the options that are offered now.")},
            )
        )

    def display(self, answer: Any, question: Question, language: str) -> str:
        return "" if answer is None else self.labels(question, language).get(answer, str(answer))

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "enum": [choice.key for choice in question.choices]}


class SeveralField(forms.MultipleChoiceField):
    def __init__(self, *, least: int, most: int, **more: Any) -> None:
        super().__init__(**more)
        self.least, self.most = least, most

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if value and len(value) < self.least:
            raise ValidationError(
                ngettext_lazy("Choose at least %(count)d option.", "Choose at least %(count)d options.", self.least)
                % {"count": self.least}
            )
        if len(value) > self.most:
            raise ValidationError(
                ngettext_lazy("Choose at most %(count)d option.", "Choose at most %(count)d options.", self.most)
                % {"count": self.most}
            )


@registry.register
class MultipleChoice(Listed):
    """The options chosen stand in one column of a table file: which there are changes from version to version."""

    key = "multiple_choice"
    api_type = list[str]
    name = _("Several of the options")
    result_type = ValueType.CHOICES
    settings = {"least": Setting(int), "most": Setting(int)}
    required_message = _("Choose what applies, at least one.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return SeveralField(
            **self.attributes(
                question,
                context,
                choices=self.options(question, context),
                least=question.settings.get("least", 0),
                most=question.settings.get("most", len(question.choices)),
                widget=forms.CheckboxSelectMultiple(),
                error_messages={"invalid_choice": _("Choose only options that are offered now.")},
            )
        )

    def display(self, answer: Any, question: Question, language: str) -> str:
        labels = self.labels(question, language)
        separator = "、" if language.startswith("zh") else ", "
        return separator.join(labels.get(key, str(key)) for key in answer or ())

    def json_schema(self, question: Question) -> dict[str, Any]:
        keys = [choice.key for choice in question.choices]
        return {"type": "array", "items": {"type": "string", "enum": keys}, "uniqueItems": True, "minItems": 1}


class Ticked(FieldType):
    """An answer that is true or false."""

    steady = True

    result_type = ValueType.YES_NO
    api_type = bool

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.YES_NO, lambda answer, _language: bool(answer))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        """Nobody looks for a yes."""
        return ""


@registry.register
class YesNo(Ticked):
    key = "yes_no"
    name = _("Yes or no")
    required_message = _("Choose yes or no.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return forms.ChoiceField(
            **self.attributes(
                question,
                context,
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect(),
                error_messages={"invalid_choice": self.required_message},
            )
        )

    def to_answer(self, cleaned: str) -> bool | None:
        return {"yes": True, "no": False}.get(cleaned)

    def to_initial(self, answer: bool | None) -> str:
        return "" if answer is None else "yes" if answer else "no"

    def display(self, answer: bool | None, question: Question, language: str) -> str:
        if answer is None:
            return ""
        with translation.override(language):
            return gettext("Yes") if answer else gettext("No")

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}


@registry.register
class Consent(Ticked):
    """A tick that says yes to the label. Not ticked is no answer."""

    key = "consent"
    name = _("Consent")
    required_message = _("Tick the box to go on.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return forms.BooleanField(**self.attributes(question, context, widget=ConsentBox(_("I confirm this"))))

    def display(self, answer: bool | None, question: Question, language: str) -> str:
        if not answer:
            return ""
        with translation.override(language):
            return gettext("Confirmed")

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"const": True}
