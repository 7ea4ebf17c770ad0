"""Rows that get points, their sum, and what the sum means."""

from collections.abc import Iterator, Mapping
from typing import Any, NotRequired

from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import Cell, CellKind, Column, as_number, part_column
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.points import POINTS, bands_of, faults_in_points, most_points, plain, points_of, scored
from forms.fieldtypes.registry import registry
from forms.fieldtypes.rows import Row, all_needed, faults_in, faults_in_filter, rows_of
from forms.logic import numbers
from forms.logic.types import ValueType
from forms.schema import Question
from portal.words import say

TOTAL, BAND = {"zh-hans": "合计", "en": "total"}, {"zh-hans": "等级", "en": "band"}


class Scored(TypedDict):
    """An option's key or the points for each row; the sum and the band are the portal's own."""

    items: dict[str, str | int | float]
    total: int | float
    band: NotRequired[str]


class ScoreWidget(PartsWidget):
    template_name = "forms/widgets/score_sheet.html"

    def __init__(self, question: Question, language: str) -> None:
        super().__init__()
        self.question, self.language = question, language
        self.rows = rows_of(question)

    def part_names(self) -> list[str]:
        return [row.key for row in self.rows]

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        items = value.get("items", value)
        return {
            "rows": [self._row(widget, row, items.get(row.key, "")) for row in self.rows],
            "options": [
                (choice.key, say(choice.label, self.language), choice.attributes.get(POINTS, ""))
                for choice in self.question.choices
            ],
            "bands": [
                {"least": plain(band.least), "label": say(band.label, self.language), "key": band.key}
                for band in bands_of(self.question)
            ],
            "most": plain(most_points(self.question)),
        }

    def _row(self, widget: dict[str, Any], row: Row, chosen: Any) -> dict[str, Any]:
        return {
            "name": f"{widget['name']}-{row.key}",
            "id": self.id_of(widget, row.key),
            "label": say(row.label, self.language),
            "most": row.most,
            "chosen": str(chosen),
        }


class ScoreField(PartsField):
    def __init__(self, *, sheet: Question, language: str, **more: Any) -> None:
        question = self.question = sheet
        super().__init__(widget=ScoreWidget(question, language), **more)
        self.rows = {row.key: row for row in rows_of(question)}
        self.labels = [(row.key, say(row.label, language)) for row in self.rows.values()]
        self.offered = {choice.key for choice in question.choices}

    def read(self, typed: Typed) -> dict[str, Any] | None:
        """From the rows, or from an answer: its sum must be what its rows give."""
        given = typed.get("items", typed)
        items = self._items(given if isinstance(given, Mapping) else {"": given})
        if not items:
            return None
        if self.question.settings.get("all_rows"):
            all_needed(self.labels, items)
        answer = scored(self.question, items)
        if "items" in typed and dict(typed) != answer:
            raise ValidationError(_("The sum is not what the rows give."), code="sum")
        return answer

    def _items(self, given: Mapping[str, Any]) -> dict[str, Any]:
        if not set(given) <= set(self.rows):
            raise ValidationError(_("Choose only options that are offered now."), code="invalid_choice")
        return {key: self._item(row, given[key]) for key, row in self.rows.items() if key in given}

    def _item(self, row: Row, typed: Any) -> str | int | float:
        if row.most is None:
            if not isinstance(typed, str) or typed not in self.offered:
                raise ValidationError(_("Choose only options that are offered now."), code="invalid_choice")
            return typed
        number = None if isinstance(typed, bool) else numbers.read(compact(str(typed)))
        if number is None or not 0 <= number <= row.most or number != round(number, 1):
            label = dict(self.labels)[row.key]
            raise ValidationError(
                _("%(row)s: give points from 0 to %(most)d.") % {"row": label, "most": row.most}, code="points"
            )
        return plain(number)


@registry.register
class ScoreSheet(FieldType):
    """Rows with the same options, each worth points, or rows that get points directly.

    Settings: `rows` (with `most` for points given directly), `bands` (from `least` on), `all_rows`.
    """

    key = "score_sheet"
    name = _("Score sheet")
    result_type = ValueType.ANY
    api_type = Scored
    has_choices = True
    settings = {"rows": Setting(list), "bands": Setting(list), "all_rows": Setting(bool)}
    required_message = _("Give points in the rows.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return ScoreField(**self.attributes(question, context, sheet=question, language=context.language))

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {"total": ValueType.NUMBER, "band": ValueType.TEXT, "items": ValueType.ANY}

    def display(self, answer: Any, question: Question, language: str) -> str:
        """The sum and what it means first, then the rows."""
        if not answer:
            return ""
        with translation.override(language):
            sentence = gettext("%(total)s of %(most)s points") % {
                "total": answer["total"],
                "most": plain(most_points(question)),
            }
        band = self.band(question, answer, language)
        return "\n".join([f"{sentence} · {band}" if band else sentence, *self._lines(answer, question, language)])

    def band(self, question: Question, answer: Mapping[str, Any], language: str) -> str:
        words = {band.key: say(band.label, language) for band in bands_of(question)}
        return words.get(answer.get("band", ""), "")

    def _lines(self, answer: Mapping[str, Any], question: Question, language: str) -> Iterator[str]:
        labels = {choice.key: say(choice.label, language) for choice in question.choices}
        colon = "：" if language.startswith("zh") else ": "
        for row in rows_of(question):
            if row.key in answer["items"]:
                given = answer["items"][row.key]
                yield f"{say(row.label, language)}{colon}{labels.get(given, given)}"

    def json_schema(self, question: Question) -> dict[str, Any]:
        option = {"type": "string", "enum": [choice.key for choice in question.choices]}
        rows = rows_of(question)
        items = {
            row.key: option if row.most is None else {"type": "number", "minimum": 0, "maximum": row.most}
            for row in rows
        }
        return {
            "type": "object",
            "properties": {
                "items": {
                    "type": "object",
                    "properties": items,
                    "required": list(items) if question.settings.get("all_rows") else [],
                    "additionalProperties": False,
                    "minProperties": 1,
                },
                "total": {"type": "number"},
                "band": {"type": "string", "enum": [band.key for band in bands_of(question)]},
            },
            "required": ["items", "total"],
            "additionalProperties": False,
        }

    def export_columns(self, question: Question) -> list[Column]:
        """The sum, its band, and the points of each row."""

        def band(answer: Any, language: str) -> Cell:
            return self.band(question, answer, language)

        def of_row(row: Row) -> Column:
            def read(answer: Any, language: str) -> Cell:
                given = {key: one for key, one in answer["items"].items() if key == row.key}
                return next(points_of(question, given), None)

            return part_column(question, f"items.{row.key}", row.label, CellKind.NUMBER, read)

        def total(answer: Any, language: str) -> Cell:
            return as_number(str(answer["total"]), language)

        sum_of_all = part_column(question, "total", TOTAL, CellKind.NUMBER, total)
        words = [part_column(question, "band", BAND, CellKind.TEXT, band)] if bands_of(question) else []
        return [sum_of_all, *words, *(of_row(row) for row in rows_of(question))]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return self.band(question, answer, language) if answer else ""

    def faults(self, question: Question) -> Iterator[str | Promise]:
        faults = [
            *super().faults(question),
            *faults_in(question.settings.get("rows", []), others=frozenset({"most"})),
            *faults_in_filter(question),
        ]
        yield from faults or faults_in_points(question)
