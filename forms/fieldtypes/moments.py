"""Dates, times of the day, and both together."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.columns import CellKind, Column, as_date, column
from forms.fieldtypes.reading_moments import read_day, read_moment, read_time
from forms.fieldtypes.registry import registry
from forms.logic.types import ValueType
from forms.schema import Question

# As JSON Schema says them; years as the fields take them.
DAY = r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"


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


class TimeField(forms.Field):
    """Cleans to `08:30`."""

    def to_python(self, value: Any) -> str:
        if value in (None, ""):
            return ""
        clock = value if isinstance(value, time) else read_time(str(value))
        if clock is None:
            raise ValidationError(_("Write the time like 08:30 or 下午3点半."), code="invalid")
        return f"{clock:%H:%M}"


class MomentLike(FieldType):
    steady = True
    api_type = str

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        """As people read it, and as a program writes it."""
        return f"{self.display(answer, question, language)} {answer}" if answer else ""


@registry.register
class Day(MomentLike):
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
        return {"type": "string", "format": "date", "pattern": f"^{DAY}$"}

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.DATE, as_date)]


@registry.register
class TimeOfDay(MomentLike):
    """The answer is `08:30`, in the portal's zone."""

    key = "time"
    name = _("Time of day")
    result_type = ValueType.TEXT
    required_message = _("Give the time.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"autocomplete": "off"})
        widget.input_type = "time"
        return TimeField(**self.attributes(question, context, widget=widget))

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{CLOCK}$"}

    def export_columns(self, question: Question) -> list[Column]:
        return [column(question, CellKind.TEXT, lambda answer, _language: str(answer))]


@registry.register
class DayAndTime(MomentLike):
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
        pattern = rf"^{DAY}T{CLOCK}:[0-5][0-9](Z|[+-]{CLOCK})$"
        return {"type": "string", "format": "date-time", "pattern": pattern}

    def export_columns(self, question: Question) -> list[Column]:
        """On the portal's clock: a table file knows no zones."""

        def read(answer: Any, language: str) -> datetime:
            return timezone.localtime(datetime.fromisoformat(answer)).replace(tzinfo=None)

        return [column(question, CellKind.DATE_TIME, read)]
