"""The page of one's own account on which a person chooses how to hear of notices."""

import re
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from portal.directory.models import User
from portal.notices.models import Channel, NoticeChoice

# A mobile number of the mainland, or any with its country in front.
NUMBER = re.compile(r"1[3-9]\d{9}|\+\d{7,15}", re.ASCII)
CLOCK = forms.TimeInput({"type": "time"}, format="%H:%M")


class ChoiceForm(forms.ModelForm[NoticeChoice]):
    number = forms.CharField(
        label=_("Mobile number"),
        required=False,
        max_length=20,
        help_text=_("It is kept sealed and shown to nobody again. Empty: the number that is kept stays."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    forget = forms.BooleanField(label=_("Forget my mobile number"), required=False)

    class Meta:
        model = NoticeChoice
        fields = ["mail", "sms", "quiet_from", "quiet_until"]
        widgets = {"mail": forms.RadioSelect, "sms": forms.RadioSelect, "quiet_from": CLOCK, "quiet_until": CLOCK}

    field_order = ["mail", "sms", "number", "forget", "quiet_from", "quiet_until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_phone:
            del self.fields["forget"]

    def clean_number(self) -> str:
        number = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        if number and not NUMBER.fullmatch(number):
            raise forms.ValidationError(gettext("Write eleven digits, or + and the country before them."))
        return number

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        has_number = bool(given.get("number")) or (self.instance.has_phone and not given.get("forget"))
        if given.get("sms") not in (None, NoticeChoice.Sms.NEVER) and not has_number and "number" not in self.errors:
            self.add_error("number", gettext("For text messages a mobile number is needed."))
        if (given.get("quiet_from") is None) != (given.get("quiet_until") is None):
            self.add_error("quiet_until", gettext("Give both times, or none."))
        return given

    def save(self, commit: bool = True) -> NoticeChoice:
        if self.cleaned_data.get("forget"):
            self.instance.forget_phone()
        if number := self.cleaned_data["number"]:
            self.instance.seal_phone(number)
        return super().save(commit)


@never_cache
@login_required
@sensitive_post_parameters("number")
def notice_choices(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    choice = NoticeChoice.objects.select_related("data_key").filter(user=user).first() or NoticeChoice(user=user)
    form = ChoiceForm(request.POST or None, instance=choice)
    if form.is_valid():
        form.save()
        messages.success(request, gettext("Your choice is kept."))
        return redirect("notice_choices")
    has_gateway = Channel.objects.active().filter(kind="sms").exists()
    context = {"form": form, "has_gateway": has_gateway, "kept": choice.has_phone}
    return render(request, "notices/choices.html", context, status=422 if form.is_bound else 200)
