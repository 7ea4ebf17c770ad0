"""The unified social credit code of an organisation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PlainText
from forms.logic import creditcodes
from forms.schema import Question

LENGTH = 18


class CreditCodeField(forms.Field):
    def to_python(self, value: Any) -> str:
        code = compact(str(value or "")).replace("-", "").upper()
        if not code:
            return ""
        if len(code) != LENGTH:
            raise ValidationError(_("A credit code has 18 characters; count again."), code="length")
        if not creditcodes.is_valid(code):
            raise ValidationError(_("One character is wrong; compare it with the licence again."), code="check")
        return code


@registry.register
class CreditCode(PlainText):
    key = "credit_code"
    name = _("Unified social credit code")
    required_message = _("Give the unified social credit code.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": "40"}
        return CreditCodeField(**self.attributes(question, context, widget=forms.TextInput(attrs)))

    def masked(self, answer: str | None) -> str:
        """What kind of organisation and where it is registered stays."""
        return f"{answer[:8]}••••" if answer else ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"}
