"""The field for a receipt code."""

from django import forms
from django.utils.translation import gettext_lazy as _

UNKNOWN = _("We know no report with this code. Please compare it with your receipt, letter by letter.")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Your code"),
        help_text=_("It stands on your receipt, for example 7K3M-9XQ2-…. Capitals and dashes do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Please type the code of your receipt.")},
    )
