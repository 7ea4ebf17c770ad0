"""E-mail and web addresses."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext
from forms.fieldtypes.normalising import compact
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PlainText
from forms.schema import Question

LONGEST_EMAIL, LONGEST_URL = 254, 1000
_is_email = EmailValidator()
_is_url = URLValidator(schemes=["http", "https"])


class EmailField(forms.Field):
    """The part behind the @ is the same in small letters."""

    def to_python(self, value: Any) -> str:
        typed = compact(str(value or ""))
        if not typed:
            return ""
        name, at, domain = typed.rpartition("@")
        address = f"{name}{at}{domain.lower()}"
        try:
            _is_email(address if len(address) <= LONGEST_EMAIL and '"' not in address else "")
        except ValidationError:
            raise ValidationError(_("Write an e-mail address like name@example.cn."), code="invalid") from None
        return address


class WebAddressField(forms.Field):
    """http or https, without a user's name in it; what is typed without either gets https."""

    def to_python(self, value: Any) -> str:
        typed = compact(str(value or ""))
        if not typed:
            return ""
        address = typed if "://" in typed else f"https://{typed}"
        try:
            _is_url(address if len(address) <= LONGEST_URL else "")
            right = "@" not in urlsplit(address).netloc
        except (ValidationError, ValueError):
            right = False
        if not right:
            raise ValidationError(_("Write a web address like https://www.example.cn/page."), code="invalid")
        return address


@registry.register
class Email(PlainText):
    steady = True
    key = "email"
    name = _("E-mail address")
    required_message = _("Give an e-mail address.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"inputmode": "email", "autocomplete": "off", "autocapitalize": "none"})
        widget.input_type = "email"
        return EmailField(**self.attributes(question, context, widget=widget))

    def masked(self, answer: str | None) -> str:
        """The first letter, and of whom the address is had."""
        return f"{answer[:1]}••••@{answer.rpartition('@')[2]}" if answer else ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        pattern = r"^[^@\s\x00-\x1f<>\"]{1,64}@[^@\s\x00-\x1f<>\"]+\.[^@\s\x00-\x1f<>\".]+$"
        return {"type": "string", "format": "email", "maxLength": LONGEST_EMAIL, "pattern": pattern}


@registry.register
class WebAddress(PlainText):
    key = "url"
    name = _("Web address")
    required_message = _("Give a web address.")

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        widget = forms.TextInput({"inputmode": "url", "autocomplete": "off", "autocapitalize": "none"})
        widget.input_type = "url"
        return WebAddressField(**self.attributes(question, context, widget=widget))

    def json_schema(self, question: Question) -> dict[str, Any]:
        pattern = r"^https?://[^\s\x00-\x1f<>\"@/]+\.?[^\s\x00-\x1f<>\"]*$"
        return {"type": "string", "format": "uri", "maxLength": LONGEST_URL, "pattern": pattern}
