"""What is done for a request besides finding and exporting: erasing, the letter, and that it was answered."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from workflows.desk.access import DeskRequest
from workflows.rights import answering, erasing
from workflows.rights.models import DataRequest
from workflows.rights.policies import may_handle
from workflows.rights.views.doing import do
from workflows.rights.views.forms import ReasonForm
from workflows.rights.views.guarding import only
from workflows.rights.views.requests import find_request


@only(may_handle)
@require_POST
def erase(request: DeskRequest, request_id: UUID, submission_id: UUID) -> HttpResponse:
    """Propose to erase one of the papers that were confirmed to be about the person."""
    found, form = find_request(request, request_id), ReasonForm(request.POST)
    match = found.matches.select_related("submission").filter(submission=submission_id).first()
    granted = found.kind == DataRequest.Kind.ERASURE and found.state == DataRequest.State.GRANTED
    if match is None or not granted or not form.is_valid():
        raise Http404
    paper, reason = match.submission, form.cleaned_data["reason"]
    do(
        request,
        lambda: erasing.propose(paper, by=request.post, reason=reason, request=found),
        _("Proposed. A second person has to confirm it before anything is erased."),
    )
    return redirect("rights:request", found.pk)


@only(may_handle)
@require_POST
def letter(request: DeskRequest, request_id: UUID) -> HttpResponse:
    found = find_request(request, request_id)
    try:
        data = answering.letter(found, by=request.post)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("rights:request", found.pk)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="answer-{found.pk}.pdf"'
    return response


@only(may_handle)
@require_POST
def answered(request: DeskRequest, request_id: UUID) -> HttpResponse:
    found = find_request(request, request_id)
    do(request, lambda: answering.answer(found, by=request.post), _("It is on record that the answer was given."))
    return redirect("rights:request", found.pk)
