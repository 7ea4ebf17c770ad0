"""The citizen identity number as a field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.registry import registry
from forms.logic import idnumbers
from forms.logic.types import ValueType
from forms.schema import Question


class IdentityField(forms.Field):
    def to_python(self, value: Any) -> str:
        number = compact(str(value or "")).replace("-", "").upper()
        if not number:
            return ""
        if len(number) != 18:
            raise ValidationError(_("An identity number has 18 characters; count again."), code="length")
        if not idnumbers.is_valid(number) or idnumbers.birth_date(number) > timezone.localdate():
            raise ValidationError(_("One character is wrong; compare it with the card again."), code="check")
        return number


@registry.register
class IdentityNumber(FieldType):
    key = "id_number"
    name = _("Identity number")
    result_type = ValueType.TEXT
    required_message = _("Give the identity number.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "40"}
        return IdentityField(**self.attributes(question, context, widget=forms.TextInput(attrs)))

    def masked(self, answer: str | None) -> str:
        """The place of registration and the last four stay, the day of birth goes."""
        return f"{answer[:6]}********{answer[-4:]}" if answer else ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[1-9][0-9]{16}[0-9X]$"}
