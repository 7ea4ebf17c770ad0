"""Several statements, each answered with one of the same options."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, Setting
from forms.fieldtypes.choices import ChoiceLike
from forms.fieldtypes.columns import Cell, CellKind, Column, part_column
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.registry import registry
from forms.fieldtypes.rows import all_needed, faults_in, faults_in_filter, rows_of
from forms.logic.types import ValueType
from forms.schema import Question
from portal.words import say

Options = list[tuple[str, str]]


class MatrixWidget(PartsWidget):
    """Each row is a group of its own with its options: a table on a wide screen, boxes below each other on a phone."""

    template_name = "forms/widgets/matrix.html"

    def __init__(self, rows: Options, options: Options) -> None:
        super().__init__()
        self.rows, self.options = rows, options

    def part_names(self) -> list[str]:
        return [key for key, _label in self.rows]

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "rows": [
                {
                    "name": f"{widget['name']}-{key}",
                    "id": self.id_of(widget, key),
                    "label": label,
                    "chosen": str(value.get(key, "")),
                }
                for key, label in self.rows
            ],
            "options": self.options,
        }


class MatrixField(PartsField):
    def __init__(self, *, rows: Options, options: Options, all_rows: bool, **more: Any) -> None:
        super().__init__(widget=MatrixWidget(rows, options), **more)
        self.rows, self.options, self.all_rows = rows, options, all_rows

    def read(self, typed: Typed) -> dict[str, str] | None:
        known, offered = dict(self.rows), dict(self.options)
        if not set(typed) <= set(known) or not all(isinstance(one, str) and one in offered for one in typed.values()):
            raise ValidationError(_("Choose only options that are offered now."), code="invalid_choice")
        if typed and self.all_rows:
            all_needed(self.rows, typed)
        return {key: typed[key] for key, _label in self.rows if key in typed} or None


@registry.register
class Matrix(ChoiceLike):
    """The answer has the key of an option for each row that was answered. `all_rows`: every row needs one."""

    key = "matrix"
    name = _("Matrix: several statements, the same options")
    result_type = ValueType.ANY
    api_type = dict[str, str]
    settings = {"rows": Setting(list), "all_rows": Setting(bool)}
    required_message = _("Choose an option in the rows.")

    def rows(self, question: Question, language: str) -> Options:
        return [(row.key, say(row.label, language)) for row in rows_of(question)]

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return MatrixField(
            **self.attributes(
                question,
                context,
                rows=self.rows(question, context.language),
                options=self.options(question, context),
                all_rows=question.settings.get("all_rows", False),
            )
        )

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {row.key: ValueType.TEXT for row in rows_of(question)}

    def display(self, answer: Any, question: Question, language: str) -> str:
        labels = self.labels(question, language)
        rows = self.rows(question, language)
        colon = "：" if language.startswith("zh") else ": "
        return "\n".join(
            f"{label}{colon}{labels.get(answer[key], answer[key])}" for key, label in rows if key in (answer or {})
        )

    def json_schema(self, question: Question) -> dict[str, Any]:
        option = {"type": "string", "enum": [choice.key for choice in question.choices]}
        rows = [row.key for row in rows_of(question)]
        return {
            "type": "object",
            "properties": dict.fromkeys(rows, option),
            "required": rows if question.settings.get("all_rows") else [],
            "additionalProperties": False,
            "minProperties": 1,
        }

    def export_columns(self, question: Question) -> list[Column]:
        """One for each row, so that each can be counted."""

        def of_row(key: str, label: dict[str, str]) -> Column:
            def read(answer: Any, language: str) -> Cell:
                return self.labels(question, language).get(answer[key], answer[key]) if key in answer else None

            return part_column(question, key, label, CellKind.TEXT, read)

        return [of_row(row.key, row.label) for row in rows_of(question)]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return ""

    def faults(self, question: Question) -> Iterator[str | Promise]:
        yield from super().faults(question)
        yield from faults_in(question.settings.get("rows", []))
        yield from faults_in_filter(question)
