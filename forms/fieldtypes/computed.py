"""A value the portal works out and shows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import Cell, CellKind, Column, as_number, column
from forms.fieldtypes.registry import registry
from forms.fieldtypes.widgets import ComputedDisplay, as_moment
from forms.logic.types import ValueType
from forms.schema import Question


@registry.register
class Computed(FieldType):
    key = "computed"
    name = _("Computed value")
    # Whatever its formula gives.
    result_type = ValueType.ANY
    settings = {"unit": Setting(str)}
    api_type = str | int | float | bool | list[str | int | float]
    from_server = True

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return forms.CharField(
            **self.attributes(question, context, required=False, disabled=True, widget=ComputedDisplay())
        )

    def display(self, answer: Any, question: Question, language: str) -> str:
        if answer is None:
            return ""
        if isinstance(answer, bool):
            with translation.override(language):
                return gettext("Yes") if answer else gettext("No")
        if isinstance(answer, float | Decimal):
            answer = f"{Decimal(str(answer)).normalize():f}"
        return f"{as_moment(str(answer))} {question.settings.get('unit', '')}".strip()

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": ["string", "number", "boolean", "array"], "readOnly": True}

    def export_columns(self, question: Question) -> list[Column]:
        """A text, as its formula may give anything; a number stays one."""

        def read(answer: Any, language: str) -> Cell:
            is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
            return as_number(answer, language) if is_number else self.display(answer, question, language)

        return [column(question, CellKind.TEXT, read)]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return self.display(answer, question, language)

    def faults(self, question: Question) -> Iterator[str | Promise]:
        yield from super().faults(question)
        if question.computed is None:
            yield _("Say by a formula what is computed.")
