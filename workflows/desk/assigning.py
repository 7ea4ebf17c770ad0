"""`/desk/policy/<page>/assign/?unit=&clause=`: a duty of a policy document becomes a task of an office."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.duties.matrix import Cell
from content.models import PolicyPage
from portal.access.refusal import Refused
from portal.access.services import record_refusal
from portal.directory.models import Organisation
from workflows.assigning.making import LONGEST, Order, assign, cell_of
from workflows.assigning.owners import owners_of
from workflows.assigning.policies import may_assign_any
from workflows.desk.access import DeskRequest, at_desk

# What is usual; a month is enough for most, and can be changed.
USUAL = timedelta(days=30)


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Who is to do it"), empty_label=gettext_lazy("Please choose")
    )
    due_on = forms.DateField(label=gettext_lazy("Report back by"), widget=forms.DateInput({"type": "date"}))
    wanted = forms.CharField(
        label=gettext_lazy("What is expected"),
        help_text=gettext_lazy("For example what the report should show. Name no child and no reporter."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, owners: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ModelChoiceField[Organisation]", self.fields["owner"])
        owner.queryset = Organisation.objects.filter(pk__in=[each.pk for each in owners]).order_by("area_id", "name")

    def clean_due_on(self) -> Any:
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today <= day <= today + LONGEST - timedelta(days=1):
            raise forms.ValidationError(_("Choose a day from today on, at most two years ahead."))
        return day


@at_desk
def assign_duty(request: DeskRequest, page_id: int) -> HttpResponse:
    page, cell = _find(request, page_id)
    owners, are_meant = owners_of(cell, page, request.post)
    form = _form(request, owners, are_meant)
    if request.method == "POST" and form.is_valid() and (answer := _assign(request, page, cell, form)):
        return answer
    context = {"page": page, "cell": cell, "form": form, "are_meant": are_meant, "address": page.get_url(request)}
    return render(request, "workflows/desk/assign_duty.html", context)


def _find(request: DeskRequest, page_id: int) -> tuple[PolicyPage, Cell]:
    """A duty of a published document, for who may assign it. Others are told of none; their try is on record."""
    page = PolicyPage.objects.filter(pk=page_id).first()
    if page is None:
        raise Http404
    if not may_assign_any(request.post, page).allowed:
        record_refusal(page, by=request.post, action="assign")
        raise Http404
    cell = cell_of(page, unit=request.GET.get("unit", ""), clause=request.GET.get("clause", ""))
    if cell is None:
        raise Http404
    return page, cell


def _form(request: DeskRequest, owners: list[Organisation], are_meant: bool) -> AssignForm:
    if request.method == "POST":
        return AssignForm(owners, request.POST)
    first = owners[0].pk if are_meant and len(owners) == 1 else None
    return AssignForm(owners, initial={"owner": first, "due_on": (timezone.localdate() + USUAL).isoformat()})


def _assign(request: DeskRequest, page: PolicyPage, cell: Cell, form: AssignForm) -> HttpResponse | None:
    said = form.cleaned_data
    order = Order(cell.clause.id, cell.unit.name, said["owner"], said["due_on"], said["wanted"])
    try:
        case = assign(page, order, by=request.post)
    except Refused as refused:
        form.add_error(None, str(refused.sentence))
        return None
    messages.success(request, _("%(who)s has this task now.") % {"who": said["owner"]})
    return redirect("desk:case", case.pk)
