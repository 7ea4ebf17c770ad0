"""Requests of persons: taking, deciding, finding what is held, exporting. Names and numbers are typed by POST only."""

from datetime import date
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from forms.models import Submission
from portal.access.refusal import Refused
from portal.access.services import record_reading
from portal.keyset import Order, slice_of, where_from
from workflows.desk.access import DeskRequest
from workflows.rights import requests
from workflows.rights.models import DataRequest, Export
from workflows.rights.models.target import in_area_of
from workflows.rights.policies import may_handle
from workflows.rights.views.doing import do
from workflows.rights.views.forms import ReasonForm
from workflows.rights.views.guarding import only

PAGE = 50
NEWEST_FIRST = Order(("-answered_at", "-pk"))
KINDS = {"json": "application/json", "pdf": "application/pdf"}


class RequestForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is asked for"), choices=DataRequest.Kind.choices)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The time to answer is counted from this day."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    asker = forms.CharField(label=_("Who asks"), max_length=80)
    name = forms.CharField(label=_("Name of the person it is about"), max_length=40)
    id_number = forms.CharField(label=_("ID number of that person"), max_length=30, required=False)
    phone = forms.CharField(label=_("Telephone number of that person"), max_length=30, required=False)
    identity_checked = forms.ChoiceField(label=_("How the identity was checked"), choices=DataRequest.Checked.choices)
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=200, help_text=_("Without names: others read this.")
    )

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class DecisionForm(forms.Form):
    granted = forms.BooleanField(label=_("Grant it"), required=False)
    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("Without names: others read this."))


@only(may_handle)
def request_list(request: DeskRequest) -> HttpResponse:
    """GET lists, POST takes a new one."""
    form = RequestForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        person = {key: given[key] for key in ("asker", "name", "id_number", "phone")}
        made = requests.take(
            given["kind"],
            person=person,
            identity_checked=given["identity_checked"],
            legal_basis=given["legal_basis"],
            received_on=given["received_on"],
            by=request.post,
        )
        return redirect("rights:request", made.pk)
    rows = DataRequest.objects.in_area_of(request.post).select_related("proposed_by__user")
    answered = slice_of([rows.answered()], NEWEST_FIRST, size=PAGE, among=[rows], **where_from(request))
    context = {
        "form": form,
        "unanswered": rows.unanswered(),
        "answered": answered,
        "days": settings.DATA_REQUEST_DAYS,
    }
    return render(request, "rights/requests.html", context)


@only(may_handle)
def request_page(request: DeskRequest, request_id: UUID) -> HttpResponse:
    return _page(request, find_request(request, request_id))


@only(may_handle)
@require_POST
def decide(request: DeskRequest, request_id: UUID) -> HttpResponse:
    found, form = find_request(request, request_id), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    do(request, lambda: requests.decide(found, by=request.post, **form.cleaned_data))
    return redirect("rights:request", found.pk)


@only(may_handle)
@require_POST
def search(request: DeskRequest, request_id: UUID) -> HttpResponse:
    """Show what names the person; with `submission`, confirm which of that is about the person."""
    found = find_request(request, request_id)
    try:
        if "confirm" in request.POST:
            chosen = {UUID(one) for one in request.POST.getlist("submission")}
            requests.confirm(found, chosen, by=request.post)
            return redirect("rights:request", found.pk)
        return _page(request, found, hits=requests.find(found, by=request.post))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    except ValueError:
        raise Http404 from None
    return redirect("rights:request", found.pk)


@only(may_handle)
@require_POST
def export(request: DeskRequest, request_id: UUID) -> HttpResponse:
    found = find_request(request, request_id)
    being_made = gettext("The export is being made. Look at this page again in a minute.")
    do(request, lambda: requests.ask_for_export(found, by=request.post), being_made)
    return redirect("rights:request", found.pk)


@only(may_handle)
@require_POST
def download(request: DeskRequest, request_id: UUID, kind: str) -> HttpResponse:
    found = find_request(request, request_id)
    if kind not in KINDS:
        raise Http404
    try:
        data = requests.download(found, kind, by=request.post)
    except (Refused, Export.DoesNotExist):
        raise Http404 from None
    response = HttpResponse(data, content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="data-request-{found.pk}.{kind}"'
    return response


def find_request(request: DeskRequest, request_id: UUID) -> DataRequest:
    rows = DataRequest.objects.in_area_of(request.post)
    full = rows.select_related("data_key", "proposed_by__user", "decided_by__user")
    found: DataRequest | None = full.filter(pk=request_id).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: DeskRequest,
    found: DataRequest,
    *,
    form: DecisionForm | None = None,
    hits: list[requests.Hit] | None = None,
) -> HttpResponse:
    """Whom it is about and who asks is read from what is sealed, and on record."""
    record_reading(found, by=request.post, action="read_request", purpose=found.number)
    visible = Submission.objects.filter(in_area_of(request.post, submission="", case=""))
    matches = found.matches.filter(submission__in=visible).select_related("submission__data_key")
    context = {
        "found": found,
        "person": {} if found.is_erased else found.unsealed(),
        "own": found.proposed_by.user_id == request.user.pk,
        "form": form or DecisionForm(),
        "hits": hits,
        "matches": matches,
        "erase_form": ReasonForm(),
        "corrections": found.corrections.filter(submission__in=visible).select_related("submission"),
        "erasures": found.erasures.in_area_of(request.post).select_related("case", "submission"),
        "export": Export.objects.filter(request=found).only("made_at", "request").first(),
    }
    return render(request, "rights/request.html", context)
