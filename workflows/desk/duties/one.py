"""One thing that is owed on a record: what it came to, and excusing it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forms.models import Record
from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.duties.listing import entries, with_records
from workflows.obligations.excusing import excuse, may_excuse, owe_again
from workflows.obligations.models import ExcuseReason, Owed


class ExcuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it could not be done"), choices=ExcuseReason.choices, widget=forms.RadioSelect
    )


@at_desk
@require_safe
def duty(request: DeskRequest, duty_id: UUID) -> HttpResponse:
    return _page(request, find_duty(request, duty_id), ExcuseForm())


@at_desk
@require_POST
def excuse_duty(request: DeskRequest, duty_id: UUID) -> HttpResponse:
    owed, form = find_duty(request, duty_id), ExcuseForm(request.POST)
    if not form.is_valid():
        return _page(request, owed, form)
    try:
        excuse(owed, by=request.post, reason=ExcuseReason(form.cleaned_data["reason"]))
        messages.success(request, _("This is excused. It no longer counts as missed."))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return redirect("desk:duty", duty_id)


@at_desk
@require_POST
def take_excuse_back(request: DeskRequest, duty_id: UUID) -> HttpResponse:
    try:
        owe_again(find_duty(request, duty_id), by=request.post)
        messages.success(request, _("It is owed again."))
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    return redirect("desk:duty", duty_id)


def find_duty(request: DeskRequest, duty_id: UUID) -> Owed:
    """Of a record that the post sees. Raises Http404; a try at somebody else's record is logged."""
    owed = with_records(Owed.objects.filter(pk=duty_id)).select_related("met_by", "excused_by__user").first()
    if owed is None:
        raise Http404
    if not Record.objects.visible_to(request.user).filter(pk=owed.record_id).exists():
        purpose = Purpose(owed.record.number, matter=owed.record_id)
        record_refusal(owed.record, by=request.post, action="see", purpose=purpose)
        raise Http404
    return owed


def _page(request: DeskRequest, owed: Owed, form: ExcuseForm) -> HttpResponse:
    may = may_excuse(request.post, owed)
    context = {
        "entry": entries(request.post, [owed])[0],
        "owed": owed,
        "form": form if may and owed.state == Owed.State.OPEN else None,
        "is_excused_here": may and owed.state == Owed.State.EXCUSED,
    }
    return render(request, "workflows/desk/duty.html", context)
