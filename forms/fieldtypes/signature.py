"""A signature by typing one's name and agreeing that it counts as signed."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, FieldType
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import ProseField
from forms.logic.types import ValueType
from forms.schema import Question


class SignatureWidget(forms.MultiWidget):
    template_name = "forms/widgets/signature.html"

    def __init__(self) -> None:
        super().__init__(
            {"name": forms.TextInput({"autocomplete": "off", "maxlength": "60"}), "agreed": forms.CheckboxInput()}
        )

    def decompress(self, value: Any) -> list[Any]:
        return [value["name"], True] if isinstance(value, dict) else ["", False]


class SignatureField(forms.MultiValueField):
    widget = SignatureWidget

    def __init__(self, **more: Any) -> None:
        fields = (ProseField(max_length=60, required=False), forms.BooleanField(required=False))
        super().__init__(fields=fields, require_all_fields=False, **more)

    def compress(self, data_list: list[Any]) -> dict[str, str] | None:
        name, agreed = data_list or ("", False)
        if not name and not agreed:
            return None
        if not name:
            raise ValidationError(_("Type your name to sign."), code="name")
        if not agreed:
            raise ValidationError(_("Tick the box to say that this counts as your signature."), code="agreed")
        return {"name": name, "signed_at": timezone.localtime().isoformat(timespec="seconds")}

    def clean(self, value: Any) -> Any:
        signed = super().clean(value)
        if signed is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return signed


@registry.register
class Signature(FieldType):
    """The answer is {"name", "signed_at"}."""

    key = "signature"
    name = _("Signature")
    result_type = ValueType.ANY
    required_message = _("Sign here: type your name and tick the box.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        return SignatureField(**self.attributes(question, context))

    def display(self, answer: Any, question: Question, language: str) -> str:
        if not answer:
            return ""
        at = timezone.localtime(datetime.fromisoformat(answer["signed_at"]))
        with translation.override(language):
            return f"{answer['name']} ({date_format(at, 'DATE_FORMAT')} {at:%H:%M})"

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {"name": {"type": "string"}, "signed_at": {"type": "string", "format": "date-time"}},
            "required": ["name", "signed_at"],
            "additionalProperties": False,
        }
