"""Erasing by two people, and what stands in its way."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from forms.services import erase_submission
from portal.access.refusal import Refused
from portal.directory.models import Post
from workflows import events
from workflows.effects.pages import unmake_pages
from workflows.models import Case, DialogueMessage
from workflows.rights.deciding import decide, demand_new, demand_second_person, still_waiting
from workflows.rights.locking import lock
from workflows.rights.models import (
    CorrectionProposal,
    DataRequest,
    ErasureProposal,
    Export,
    Hold,
    RunningOut,
    Tombstone,
)
from workflows.rights.models.erasure import Reason
from workflows.rights.models.target import Target, columns
from workflows.rights.policies import demand_confirming, demand_handling
from workflows.rights.recording import record


@dataclass(frozen=True)
class Obstacle:
    code: str
    sentence: str | Promise


def obstacle(submission: Submission) -> Obstacle | None:
    """What keeps a submission from being erased now, whoever asks. A case that became part of another is as open as
    that.
    """
    goes_on = Q(closed_at=None) | Q(merge__isnull=False, merge__into__closed_at=None)
    if Case.objects.filter(goes_on, case_submissions__submission=submission).exists():
        return Obstacle(
            "open_case", _("The case is open. What is in an open case is not erased; close the case first.")
        )
    if Hold.objects.live().touching(submission).exists():
        return Obstacle("held", _("A legal hold is on it. It can be erased when the hold is over or lifted."))
    return None


def propose(
    target: Target,
    *,
    by: Post,
    reason: str,
    note: str = "",
    for_statistics: bool = False,
    request: DataRequest | None = None,
) -> ErasureProposal:
    """Ask a second person to erase it. Raises Refused: not in charge, an obstacle, or proposed already."""
    demand_handling(by, target, action="propose_erasing")
    with transaction.atomic():
        left = _left(lock(target))
        _demand_free(left)
        demand_new(ErasureProposal.objects.filter(**columns(target)))
        proposal = ErasureProposal.objects.create(
            **columns(target), reason=reason, note=note, for_statistics=for_statistics, proposed_by=by, request=request
        )
        record(target, by=by, action="propose_erasing")
    return proposal


def confirm(proposal: ErasureProposal, *, by: Post) -> int:
    """The second person says yes: it is erased at once. Returns how many submissions. Raises Refused."""
    demand_confirming(by, proposal.target, action="confirm_erasing")
    demand_second_person(proposal.proposed_by, proposal.target, by, action="confirm_erasing")
    with transaction.atomic():
        submissions = lock(proposal.target)
        proposal = still_waiting(proposal)
        left = _left(submissions)
        _demand_free(left)
        for submission in left:
            bury(submission, reason=proposal.reason, by=by, proposal=proposal)
        decide(proposal, ErasureProposal.State.CONFIRMED, by)
        record(proposal.target, by=by, action="confirm_erasing", words=f"{len(left)} submissions")
    return len(left)


def refuse(proposal: ErasureProposal, *, by: Post) -> None:
    """The second person says no; or the first one takes it back. Raises Refused."""
    demand_confirming(by, proposal.target, action="refuse_erasing")
    with transaction.atomic():
        decide(still_waiting(proposal), ErasureProposal.State.REFUSED, by)
        record(proposal.target, by=by, action="refuse_erasing")


def bury(
    submission: Submission, *, reason: str, by: Post | None = None, proposal: ErasureProposal | None = None
) -> None:
    """Erase what the caller has locked and found free; leave a tombstone and an event in its case."""
    for_statistics = proposal.for_statistics if proposal else reason == Reason.RETENTION
    if not erase_submission(submission, for_statistics=for_statistics):
        return
    Tombstone.objects.create(
        submission=submission,
        number=submission.number,
        form=submission.version.form.key,
        reason=reason,
        proposal=proposal,
    )
    CorrectionProposal.objects.filter(submission=submission).update(sealed_note=b"")
    CorrectionProposal.objects.filter(submission=submission).waiting().update(state=CorrectionProposal.State.REFUSED)
    # Sealed under the key of the report, which is gone: that somebody wrote stays, not what.
    DialogueMessage.objects.filter(submission=submission).update(sealed_text=b"", missing=0)
    RunningOut.objects.filter(pk=submission.pk).delete()
    Export.objects.filter(request__matches__submission=submission).delete()
    case = Case.objects.select_for_update().filter(case_submissions__submission=submission).first()
    if case is not None:
        if reason != Reason.RETENTION:
            unmake_pages(case)
        events.append(case, "erased", {"submission": str(submission.pk)}, post=by, at=timezone.now())
        case.save(update_fields=["chain_end"])


def _left(submissions: list[Submission]) -> list[Submission]:
    left = [submission for submission in submissions if not submission.is_erased]
    if not left:
        raise Refused("erased", _("It is erased already."))
    return left


def _demand_free(submissions: list[Submission]) -> None:
    for submission in submissions:
        if found := obstacle(submission):
            raise Refused(found.code, found.sentence)
