"""Holds and erasures: what there is, and doing something about it."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from workflows.desk.access import DeskRequest
from workflows.rights import erasing, holding
from workflows.rights.models import CorrectionProposal, DataRequest, ErasureProposal, Hold, Restriction, Tombstone
from workflows.rights.policies import knows, may_confirm, may_correct, may_handle, may_oversee
from workflows.rights.views.doing import do
from workflows.rights.views.forms import EraseForm, HoldForm
from workflows.rights.views.guarding import only

# What waits for somebody is listed whole; of what is over, the newest.
MOST = 50


@only(may_oversee)
def overview(request: DeskRequest) -> HttpResponse:
    return _page(request)


@only(may_handle)
@require_POST
def place_hold(request: DeskRequest) -> HttpResponse:
    form = HoldForm(request.POST, post=request.post, prefix="hold")
    if form.is_valid():
        given = form.cleaned_data

        def place() -> None:
            holding.place(form.target, by=request.post, reason=given["reason"], until=given["until"])

        return _do(request, place, _("The hold is placed. Nothing of it is erased before that day."))
    return _page(request, hold_form=form)


@only(may_handle)
@require_POST
def lift_hold(request: DeskRequest, hold_id: int) -> HttpResponse:
    hold = Hold.objects.in_area_of(request.post).filter(pk=hold_id).first()
    if hold is None:
        raise Http404
    return _do(request, lambda: holding.lift(hold, by=request.post), _("The hold is lifted."))


@only(may_handle)
@require_POST
def propose(request: DeskRequest) -> HttpResponse:
    form = EraseForm(request.POST, post=request.post, prefix="erase")
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("reason", "note", "for_statistics")}
        done = _("Proposed. A second person has to confirm it before anything is erased.")
        return _do(request, lambda: erasing.propose(form.target, by=request.post, **given), done)
    return _page(request, erase_form=form)


@only(may_confirm)
@require_POST
def confirm(request: DeskRequest, proposal_id: int) -> HttpResponse:
    proposal = _find(request, proposal_id)
    return _do(request, lambda: erasing.confirm(proposal, by=request.post), _("Erased. It cannot be brought back."))


@only(may_confirm)
@require_POST
def refuse(request: DeskRequest, proposal_id: int) -> HttpResponse:
    proposal = _find(request, proposal_id)
    return _do(request, lambda: erasing.refuse(proposal, by=request.post), _("Nothing is erased."))


def _find(request: DeskRequest, proposal_id: int) -> ErasureProposal:
    found: ErasureProposal | None = ErasureProposal.objects.in_area_of(request.post).filter(pk=proposal_id).first()
    if found is None:
        raise Http404
    return found


def _do(request: DeskRequest, work: Callable[[], object], done: str) -> HttpResponse:
    do(request, work, done)
    return redirect("rights:overview")


def _page(
    request: DeskRequest, *, hold_form: HoldForm | None = None, erase_form: EraseForm | None = None
) -> HttpResponse:
    post = request.post
    proposals = ErasureProposal.objects.in_area_of(post).waiting()
    waiting = proposals.select_related("case", "submission", "proposed_by__user")
    holds = Hold.objects.in_area_of(post).live()
    stones = Tombstone.objects.filter(proposal__in=ErasureProposal.objects.in_area_of(post))
    requests = DataRequest.objects.in_area_of(post)
    corrections = CorrectionProposal.objects.in_area_of(post).waiting().select_related("submission", "request")
    context = {
        "may_handle": may_handle(post),
        "overdue": requests.overdue().count() if may_handle(post) else 0,
        "corrections": corrections.select_related("proposed_by__user"),
        "may_correct": may_correct(post),
        "hold_form": hold_form or HoldForm(post=post, prefix="hold"),
        "erase_form": erase_form or EraseForm(post=post, prefix="erase"),
        "waiting": waiting,
        "decidable": {one.pk for one in waiting if may_confirm(post) and knows(post, one.target)},
        "restrictions": Restriction.objects.in_area_of(post).live().select_related("submission", "request", "set_by"),
        "holds": holds.select_related("case", "submission", "placed_by__user"),
        "stones": stones[:MOST],
    }
    return render(request, "rights/overview.html", context)
