"""From a day to a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import TypedDict

from forms.fieldtypes.base import FieldContext, FieldType, Setting
from forms.fieldtypes.columns import Cell, CellKind, Column, as_date, part_column
from forms.fieldtypes.moments import DAY
from forms.fieldtypes.parts import PartsField, PartsWidget, Typed
from forms.fieldtypes.reading_moments import read_day
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question

LABELS = {"from": {"zh-hans": "起", "en": "from"}, "to": {"zh-hans": "止", "en": "to"}}
# Days in ISO 8601; without `to` it has no end yet. `from` cannot be a name in a class.
Span = TypedDict("Span", {"from": str, "to": str}, total=False)


class PeriodWidget(PartsWidget):
    template_name = "forms/widgets/period.html"

    def part_names(self) -> tuple[str, str]:
        return ("from", "to")

    def drawn(self, widget: dict[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
        labels = {"from": _("From"), "to": _("To")}
        return {
            "parts": [
                {
                    "name": f"{widget['name']}-{part}",
                    "id": self.id_of(widget, part),
                    "label": labels[part],
                    "value": value.get(part, ""),
                }
                for part in self.part_names()
            ]
        }


class PeriodField(PartsField):
    widget = PeriodWidget

    def __init__(self, *, longest: int | None, may_be_open: bool, **more: Any) -> None:
        super().__init__(**more)
        self.longest, self.may_be_open = longest, may_be_open

    def read(self, typed: Typed) -> dict[str, str] | None:
        if not typed:
            return None
        days = {part: self._day(typed[part]) for part in ("from", "to") if part in typed}
        if "from" not in days:
            raise ValidationError(_("Give the day it begins on."), code="from")
        if "to" in days:
            self._check(days["from"], days["to"])
        elif not self.may_be_open:
            raise ValidationError(_("Give the day it ends on."), code="to")
        return {part: day.isoformat() for part, day in days.items()}

    def _day(self, typed: Any) -> date:
        day = read_day(str(typed), today=timezone.localdate())
        if day is None or not 1900 <= day.year < 2200:
            raise ValidationError(_("Write the days like 2026-11-21 or 2026年11月21日."), code="invalid")
        return day

    def _check(self, first: date, last: date) -> None:
        if last < first:
            raise ValidationError(_("It ends before it begins; compare the two days."), code="order")
        if self.longest is not None and (last - first).days >= self.longest:
            sentence = ngettext("At most %(count)d day.", "At most %(count)d days.", self.longest)
            raise ValidationError(sentence % {"count": self.longest}, code="longest")


@registry.register
class Period(FieldType):
    """The answer is {"from", "to"}; both days belong to it. `open_end`: the end may be missing."""

    key = "period"
    name = _("Period, from – to")
    result_type = ValueType.ANY
    api_type = Span
    settings = {"most_days": Setting(int), "open_end": Setting(bool)}
    required_message = _("Give the first and the last day.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        settings = question.settings
        return PeriodField(
            **self.attributes(
                question,
                context,
                longest=settings.get("most_days"),
                may_be_open=settings.get("open_end", False),
            )
        )

    def parts(self, question: Question) -> Mapping[str, ValueType]:
        return {"from": ValueType.DATE, "to": ValueType.DATE}

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        with translation.override(language):
            first, last = (
                date_format(date.fromisoformat(answer[part]), "DATE_FORMAT") if part in answer else ""
                for part in ("from", "to")
            )
            return f"{first} – {last or gettext('no end yet')}"

    def json_schema(self, question: Question) -> dict[str, Any]:
        day = {"type": "string", "format": "date", "pattern": f"^{DAY}$"}
        return {
            "type": "object",
            "properties": {"from": day, "to": day},
            "required": ["from"] if question.settings.get("open_end") else ["from", "to"],
            "additionalProperties": False,
        }

    def export_columns(self, question: Question) -> list[Column]:
        def day(part: str) -> Column:
            def read(answer: Any, language: str) -> Cell:
                return as_date(answer[part], language) if part in answer else None

            return part_column(question, part, LABELS[part], CellKind.DATE, read)

        return [day("from"), day("to")]

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return f"{self.display(answer, question, language)} {' '.join(answer.values())}" if answer else ""
