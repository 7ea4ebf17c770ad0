"""A number on a scale, chosen with one touch."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import CellKind, Column, as_number, column
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question

# More steps than this nobody tells apart.
MOST_STEPS = 11


class ScaleWidget(forms.RadioSelect):
    """Boxes with numbers in a row; what the ends mean stands below them."""

    template_name = "forms/widgets/scale.html"
    # As a whole, not option by option as the look draws other choices.
    draws_itself = True

    def __init__(self, low: str, high: str) -> None:
        super().__init__()
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(low=self.low, high=self.high)
        return context


@registry.register
class Scale(FieldType):
    """The answer is a whole number from `least` to `most`. `low` and `high` say what the ends mean."""

    key = "scale"
    name = _("Scale")
    result_type = ValueType.NUMBER
    api_type = int
    settings = {
        "least": Setting(int),
        "most": Setting(int),
        "low": Setting(str),
        "low_en": Setting(str),
        "high": Setting(str),
        "high_en": Setting(str),
    }
    required_message = _("Choose a number on the scale.")

    def ends(self, question: Question) -> tuple[int, int]:
        return int(question.settings.get("least", 1)), int(question.settings.get("most", 5))

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        least, most = self.ends(question)
        numbers = [(str(number), str(number)) for number in range(least, most + 1)]
        return forms.TypedChoiceField(
            **self.attributes(
                question,
                context,
                choices=numbers,
                coerce=int,
                empty_value=None,
                widget=ScaleWidget(*(self.end(question, which, context.language) for which in ("low", "high"))),
                error_messages={"invalid_choice": self.required_message},
            )
        )

    def end(self, question: Question, which: str, language: str) -> str:
        """What an end of the scale means."""
        chinese, english = (str(question.settings.get(name, "")) for name in (which, f"{which}_en"))
        return chinese or english if language.startswith("zh") else english or chinese

    def to_answer(self, cleaned: int | None) -> int | None:
        return cleaned

    def to_initial(self, answer: Any) -> str:
        return "" if answer is None else str(answer)

    def display(self, answer: Any, question: Question, language: str) -> str:
        """With the end of the scale, so that a 4 says something; with its word, if it is an end."""
        if answer is None:
            return ""
        least, most = self.ends(question)
        word = self.end(question, "low" if answer == least else "high", language) if answer in (least, most) else ""
        return f"{answer} / {most} {word}".strip()

    def json_schema(self, question: Question) -> dict[str, Any]:
        least, most = self.ends(question)
        return {"type": "integer", "minimum": least, "maximum": most}

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.NUMBER, as_number)]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return ""

    def faults(self, question: Question) -> Iterator[str | Promise]:
        faults = list(super().faults(question))
        yield from faults
        if not faults:
            least, most = self.ends(question)
            if not 1 <= most - least < MOST_STEPS:
                yield _("A scale has from 2 to %(most)d steps.") % {"most": MOST_STEPS}
