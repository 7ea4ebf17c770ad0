"""Dates and date-times."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.reading_moments import read_day, read_moment
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question


class DayField(forms.Field):
    """Cleans to a date. Only years from 1900 to 2199: others are slips of the finger."""

    def to_python(self, value: Any) -> date | None:
        if value in (None, ""):
            return None
        day = value if isinstance(value, date) else read_day(str(value), today=timezone.localdate())
        if day is None or not 1900 <= day.year < 2200:
            raise ValidationError(_("Write the day like 2026-11-21 or 2026年11月21日."), code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


class MomentField(forms.Field):
    """Cleans to an aware date-time. Typed without a zone, it is meant in the portal's."""

    def to_python(self, value: Any) -> datetime | None:
        if value in (None, ""):
            return None
        moment = value if isinstance(value, datetime) else read_moment(str(value), today=timezone.localdate())
        if moment is None or not 1900 <= moment.year < 2200:
            raise ValidationError(
                _("Write day and time like 2026-11-21 08:30 or 2026年11月21日 下午3点."), code="invalid"
            )
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

    def prepare_value(self, value: Any) -> Any:
        """As the browser's own input wants it."""
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


@registry.register
class Day(FieldType):
    key = "date"
    name = _("Date")
    result_type = ValueType.DATE
    required_message = _("Give the day.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"autocomplete": "off"})
        widget.input_type = "date"
        return DayField(**self.attributes(question, context, widget=widget))

    def to_answer(self, cleaned: date | None) -> str | None:
        return None if cleaned is None else cleaned.isoformat()

    def to_initial(self, answer: str | None) -> date | None:
        return None if answer is None else date.fromisoformat(answer)

    def display(self, answer: str | None, question: Question, language: str) -> str:
        if answer is None:
            return ""
        with translation.override(language):
            return date_format(date.fromisoformat(answer), "DATE_FORMAT")

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@registry.register
class DayAndTime(FieldType):
    key = "datetime"
    name = _("Date and time")
    result_type = ValueType.DATE_TIME
    required_message = _("Give the day and the time.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"autocomplete": "off"})
        widget.input_type = "datetime-local"
        return MomentField(**self.attributes(question, context, widget=widget))

    def to_answer(self, cleaned: datetime | None) -> str | None:
        return None if cleaned is None else timezone.localtime(cleaned).isoformat(timespec="seconds")

    def to_initial(self, answer: str | None) -> datetime | None:
        return None if answer is None else datetime.fromisoformat(answer)

    def display(self, answer: str | None, question: Question, language: str) -> str:
        if answer is None:
            return ""
        moment = timezone.localtime(datetime.fromisoformat(answer))
        with translation.override(language):
            return f"{date_format(moment, 'DATE_FORMAT')} {moment:%H:%M}"

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}
