"""Telephone numbers of the Chinese mainland, and numbers abroad with their country code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext
from forms.fieldtypes.normalising import code
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PlainText
from forms.schema import Question

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})(?:[-#转](\d{1,6}))?", re.ASCII)
_SERVICE = re.compile(r"(?:[48]00\d{7}|9[56]\d{3,6}|1[012]\d{1,4})", re.ASCII)
_ABROAD = re.compile(r"\+[1-9]\d{5,14}", re.ASCII)


def read(text: str) -> str | None:
    """The number as it is kept: `13812345678`, `0571-88886666`, `0571-88886666-12`, `12345`, `+85212345678`."""
    typed = re.sub(r"[\s().]", "", code(text))
    typed = re.sub(r"^(?:\+86|0086|86(?=1[3-9]\d[\d-]{8,}$))-?", "", typed)
    bare = typed.replace("-", "")
    if _MOBILE.fullmatch(bare) or _SERVICE.fullmatch(bare) or _ABROAD.fullmatch(bare):
        return bare
    if match := _LANDLINE.fullmatch(typed):
        return "-".join(part for part in match.groups() if part)
    return None


class TelephoneField(forms.Field):
    def to_python(self, value: Any) -> str:
        if not value or not str(value).strip():
            return ""
        number = read(str(value)) if len(str(value)) <= 60 else None
        if number is None:
            raise ValidationError(
                _("Write a mobile number with 11 digits, or a landline with its area code like 0571-88886666."),
                code="invalid",
            )
        return number


@registry.register
class Telephone(PlainText):
    steady = True
    key = "phone"
    name = _("Telephone number")
    required_message = _("Give a telephone number.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"inputmode": "tel", "autocomplete": "off"})
        widget.input_type = "tel"
        return TelephoneField(**self.attributes(question, context, widget=widget))

    def masked(self, answer: str | None) -> str:
        if not answer:
            return ""
        return f"{answer[:3]}****{answer[-4:]}" if len(answer) > 9 else "••••"

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\+?[0-9][0-9-]{2,24}$"}
