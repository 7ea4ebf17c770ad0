"""Correcting an answer: chosen and proposed by one, read and decided by another."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forms.models import Submission
from portal.access.refusal import Refused
from workflows.desk.access import DeskRequest
from workflows.rights import correcting
from workflows.rights.models import CorrectionProposal, DataRequest
from workflows.rights.policies import may_correct, may_handle
from workflows.rights.views.doing import do
from workflows.rights.views.forms import CorrectForm
from workflows.rights.views.guarding import only
from workflows.rights.views.requests import find_request


@only(may_handle)
def choose(request: DeskRequest, request_id: UUID, submission_id: UUID) -> HttpResponse:
    """Which of the answers is wrong."""
    found, submission = _find(request, request_id, submission_id)
    answers = _answers(request, found, submission)
    return render(request, "rights/correct_which.html", {"found": found, "submission": submission, "answers": answers})


@only(may_handle)
def propose(request: DeskRequest, request_id: UUID, submission_id: UUID, answer: str) -> HttpResponse:
    """GET asks what it should read, POST proposes it."""
    found, submission = _find(request, request_id, submission_id)
    wrong = next((one for one in _answers(request, found, submission) if str(one.place) == answer), None)
    if wrong is None:
        raise Http404
    form = CorrectForm(request.POST or None, answer=wrong)
    if form.is_valid():
        place, given = wrong.place, form.cleaned_data
        do(
            request,
            lambda: correcting.propose(found, submission, place, by=request.post, **given),
            _("Proposed. A second person has to confirm it."),
        )
        return redirect("rights:request", found.pk)
    context = {"found": found, "submission": submission, "answer": wrong, "form": form}
    return render(request, "rights/correct.html", context)


@only(may_correct)
def proposal(request: DeskRequest, correction_id: int) -> HttpResponse:
    """What stands there and what it should read, for the second person. Opening it is on record."""
    found = _find_proposal(request, correction_id)
    try:
        shown = correcting.shown(found, by=request.post)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("rights:overview")
    own = found.proposed_by.user_id == request.user.pk
    return render(request, "rights/correction.html", {"proposal": found, "shown": shown, "own": own})


@only(may_correct)
@require_POST
def decide(request: DeskRequest, correction_id: int) -> HttpResponse:
    found = _find_proposal(request, correction_id)
    if "confirm" in request.POST:
        corrected = _("Corrected. What was handed in stays beside it.")
        do(request, lambda: correcting.confirm(found, by=request.post), corrected)
    else:
        do(request, lambda: correcting.refuse(found, by=request.post), _("Nothing is corrected."))
    return redirect("rights:overview")


def _find(request: DeskRequest, request_id: UUID, submission_id: UUID) -> tuple[DataRequest, Submission]:
    found = find_request(request, request_id)
    matched = found.matches.select_related("submission__version__form", "submission__data_key")
    match = matched.filter(submission=submission_id).first()
    if match is None:
        raise Http404
    return found, match.submission


def _answers(request: DeskRequest, found: DataRequest, submission: Submission) -> list[correcting.Answer]:
    try:
        return correcting.answers_of(found, submission, by=request.post)
    except Refused:
        raise Http404 from None


def _find_proposal(request: DeskRequest, correction_id: int) -> CorrectionProposal:
    rows = CorrectionProposal.objects.in_area_of(request.post).waiting()
    full = rows.select_related("request", "submission__version__form", "submission__data_key", "proposed_by__user")
    found: CorrectionProposal | None = full.filter(pk=correction_id).first()
    if found is None:
        raise Http404
    return found
