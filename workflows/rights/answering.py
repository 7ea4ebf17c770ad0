"""The answer to a person who asked about their data: a letter, and the day it was given to them."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from forms.places import Place
from portal import pdf
from portal.access.refusal import Refused
from portal.access.services import record_reading
from portal.directory.models import Post
from portal.words import say
from workflows.rights import correcting
from workflows.rights.models import CorrectionProposal, DataRequest, Export, Restriction
from workflows.rights.requests import demand, demand_kept, demand_no_conflict

LANGUAGE = settings.LANGUAGE_CODE


def letter(request: DataRequest, *, by: Post) -> bytes:
    """What was asked, decided and done, and what the person can do about it, as PDF. On record. Raises Refused."""
    _demand_decided(request, by, "print_answer")
    demand_kept(request)
    record_reading(request, by=by, action="print_answer", purpose=request.number)
    with translation.override(LANGUAGE):
        context = _context(request, by)
    return pdf.render("rights/answer_pdf.html", context, language=LANGUAGE)


def answer(request: DataRequest, *, by: Post) -> None:
    """The person has got the answer. Once. Raises Refused."""
    _demand_decided(request, by, "answer_request")
    if _waits_for_somebody(request):
        raise Refused("waiting", _("Something of this request still waits for a second person."))
    with transaction.atomic():
        unanswered = DataRequest.objects.filter(pk=request.pk, answered_at=None)
        if unanswered.update(answered_at=timezone.now(), answered_by=by):
            record_reading(request, by=by, action="answer_request", purpose=request.number)


def _demand_decided(request: DataRequest, by: Post, action: str) -> None:
    demand(request, by, action)
    demand_no_conflict(request, by, action)
    request.refresh_from_db(fields=["state", "decision", "decided_at"])
    if request.state == DataRequest.State.WAITING:
        raise Refused("not_decided", _("The request has to be decided first."))


def _waits_for_somebody(request: DataRequest) -> bool:
    return request.corrections.waiting().exists() or request.erasures.waiting().exists()


def _context(request: DataRequest, by: Post) -> dict[str, Any]:
    corrections = request.corrections.decided()
    erasures = request.erasures.decided()
    return {
        "found": request,
        "person": request.unsealed(),
        "granted": request.state == DataRequest.State.GRANTED,
        "corrections": [_corrected(one) for one in corrections.select_related("submission__version__form")],
        "erasures": erasures.select_related("case", "submission"),
        "restrictions": Restriction.objects.live().filter(request=request).select_related("submission"),
        "has_export": Export.objects.filter(request=request).exists(),
        "matches": request.matches.select_related("submission__version__form", "submission__data_key"),
        "organisation": by.organisation,
        "today": timezone.localdate(),
        "language": LANGUAGE,
    }


def _corrected(proposal: CorrectionProposal) -> dict[str, Any]:
    submission = proposal.submission
    return {
        "number": submission.number,
        "form": say(submission.version.schema.title, LANGUAGE),
        "label": correcting.label_of(submission, Place.read(proposal.place)),
        "done": proposal.state == CorrectionProposal.State.CONFIRMED,
    }
