"""What is typed to place a hold or to propose erasing: a number, never a name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms.fieldtypes import FieldContext, registry
from forms.models import Submission
from portal.directory.models import Post
from portal.words import readers_language
from workflows.rights.correcting import Answer
from workflows.rights.models.erasure import Reason
from workflows.rights.models.target import Target, case_of, in_area_of


class TargetForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the report or case"), max_length=80, widget=forms.TextInput({"autocomplete": "off"})
    )
    whole_case = forms.BooleanField(label=_("Everything in its case"), required=False, initial=True)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post

    def clean_number(self) -> str:
        """That there is no such number, and that it is elsewhere, is one answer."""
        number = str(self.cleaned_data["number"]).strip()
        here = Submission.objects.filter(in_area_of(self.post, submission="", case=""), number=number)
        self.submission = here.first()
        if self.submission is None:
            raise ValidationError(_("There is nothing with this number in your area. Compare it letter by letter."))
        return number

    @property
    def target(self) -> Target:
        if self.submission is None:
            raise LookupError("asked after is_valid()")
        case = case_of(self.submission) if self.cleaned_data["whole_case"] else None
        return case or self.submission


class HoldForm(TargetForm):
    reason = forms.CharField(
        label=_("Why it must be kept"), max_length=300, help_text=_("Without names: others read this.")
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why it is erased"), choices=[choice for choice in Reason.choices if choice[0] != Reason.RETENTION]
    )


class EraseForm(ReasonForm, TargetForm):
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, help_text=_("Without names: others read this.")
    )
    for_statistics = forms.BooleanField(
        label=_("Keep the answers that were chosen from a list, for statistics"), required=False
    )
    field_order = ("number", "whole_case")


class CorrectForm(forms.Form):
    """What an answer should read, typed as the form asked for it."""

    ground = forms.CharField(
        label=_("On what ground"),
        help_text=_("For example which paper shows it. It is sealed like the answer."),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("value",)

    def __init__(self, *args: Any, answer: Answer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answer, self.kind = answer, registry[answer.question.type]
        field = self.kind.form_field(answer.question, FieldContext(readers_language(), required=True))
        field.label, field.initial = _("What it should read"), self.kind.to_initial(answer.value)
        self.fields["value"] = field
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        value = self.kind.to_answer(self.cleaned_data["value"])
        if value == self.answer.value:
            raise ValidationError(_("This is what stands there already."))
        return value
