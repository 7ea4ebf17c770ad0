"""Text in one line or several, and an address in words."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, column
from forms.fieldtypes.normalising import line, prose
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question

TOO_SHORT = _("Write at least %(limit_value)d characters; there are %(show_value)d so far.")
TOO_LONG = _("Write at most %(limit_value)d characters; there are %(show_value)d now.")
# As JSON Schema says it: no control character; of white space the tab, and where there may be lines their ends.
PLAIN = r"^[^\x00-\x08\x0a-\x1f\x7f-\x9f]+$"
PLAIN_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]+$"


class ProseField(forms.CharField):
    """`lines`: whether it may have several."""

    def __init__(self, *, lines: bool = False, **more: Any) -> None:
        super().__init__(**more)
        self.lines = lines

    def to_python(self, value: Any) -> str:
        plain = prose if self.lines else line
        return super().to_python(plain(value) if isinstance(value, str) else value) or ""


class PlainText(FieldType):
    """An answer that is a text, shown, exported and found as it is."""

    result_type = ValueType.TEXT
    api_type = str

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.TEXT, lambda answer, _language: str(answer))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return self.display(answer, question, language)


class TextLike(PlainText):
    steady = True
    settings = {"least_length": Setting(int), "most_length": Setting(int), "autocomplete": Setting(str)}
    longest = 200
    lines = False

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return ProseField(
            **self.attributes(
                question,
                context,
                lines=self.lines,
                min_length=question.settings.get("least_length"),
                max_length=self.most(question),
                error_messages={"min_length": TOO_SHORT, "max_length": TOO_LONG},
                widget=self.widget({"autocomplete": question.settings.get("autocomplete", "off")}),
            )
        )

    def widget(self, attrs: dict[str, Any]) -> forms.Widget:
        return forms.TextInput(attrs)

    def most(self, question: Question) -> int:
        return int(question.settings.get("most_length", self.longest))

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "string",
            "minLength": max(1, question.settings.get("least_length", 1)),
            "maxLength": self.most(question),
            "pattern": PLAIN_LINES if self.lines else PLAIN,
        }

    def faults(self, question: Question) -> Iterator[str | Promise]:
        faults = list(super().faults(question))
        yield from faults
        if not faults and not 0 <= question.settings.get("least_length", 0) <= self.most(question):
            yield _("The shortest length must not be more than the longest.")


@registry.register
class Text(TextLike):
    key = "text"
    name = _("Text in one line")


@registry.register
class PersonName(TextLike):
    """A text by which a sealed submission can be found: any two characters of it will do."""

    key = "person_name"
    name = _("Name of a person")


@registry.register
class Address(TextLike):
    key = "address"
    name = _("Address")


@registry.register
class LongText(TextLike):
    key = "long_text"
    name = _("Text in several lines")
    longest = 5000
    lines = True

    def widget(self, attrs: dict[str, Any]) -> forms.Widget:
        return forms.Textarea({"rows": 5, **attrs})
