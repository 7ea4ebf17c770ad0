"""What is carried along: the portal fills it in, nobody who answers sees or sends it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes.base import FieldContext, Setting
from forms.fieldtypes.registry import registry
from forms.fieldtypes.texts import PLAIN, PlainText
from forms.schema import Question


class Unsent(forms.HiddenInput):
    """Not drawn at all: what a page does not hold cannot be read in it, nor changed."""

    template_name = "forms/widgets/unsent.html"


@registry.register
class Hidden(PlainText):
    """The answer is what the portal filled in beforehand, or else the setting `value`."""

    key = "hidden"
    name = _("Carried along, not shown")
    settings = {"value": Setting(str)}
    from_server = True
    longest = 500

    def form_field(self, question: Question, context: FieldContext) -> forms.Field:
        """Disabled: Django takes the initial value, whatever is sent."""
        constant = question.settings.get("value")
        return forms.CharField(
            **self.attributes(question, context, required=False, disabled=True, initial=constant, widget=Unsent())
        )

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": PLAIN, "readOnly": True}

    def search_text(self, answer: Any, question: Question, language: str) -> str:
        return ""
