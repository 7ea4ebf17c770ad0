"""Who asked about their data, and whom it was about, is erased some years after the request is over.

What the register says about it (number, dates, decision) stays for whoever has to show that the office answers in time.
"""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from forms.models import Submission
from portal.access.services import record_by_portal
from portal.locking import locked
from portal.privacy import sealing
from workflows.rights.locking import lock_all
from workflows.rights.models import CorrectionProposal, DataRequest, Export, Hold, Match
from workflows.rights.recording import purpose_of
from workflows.rights.retention import BATCH, beginning


def run_out(on: date) -> QuerySet[DataRequest, DataRequest]:
    """Whose time is over on that day: counted from the answer, or from the refusal where no answer was handed over."""
    end = beginning(on, settings.DATA_REQUEST_KEEP_MONTHS)
    refused = Q(answered_at=None, state=DataRequest.State.REFUSED, decided_at__lt=end)
    return DataRequest.objects.filter(Q(answered_at__lt=end) | refused, data_key__erased_at=None)


def forget_due(today: date, *, most: int = BATCH) -> int:
    """Each in a transaction of its own; none whose papers are held. Returns how many."""
    due = run_out(today).exclude(_held()).order_by("received_on", "pk").values_list("pk", flat=True)
    return sum(_forget(pk, today) for pk in due[:most])


@transaction.atomic
def _forget(pk: UUID, today: date) -> bool:
    """Looked at again under the locks: a hold may have come, or a second worker been quicker."""
    lock_all(Submission.objects.filter(pk__in=Match.objects.filter(request=pk).values("submission")))
    free = run_out(today).exclude(_held()).filter(pk=pk).select_related("data_key")
    request = locked(free).first()
    if request is None:
        return False
    record_by_portal(request, action="erase_run_out", purpose=purpose_of(request, "rights.forgetting: who asked"))
    Export.objects.filter(request=request).delete()
    # A correction says who asked for it.
    request.corrections.waiting().update(state=CorrectionProposal.State.REFUSED)
    request.sealed_person = b""
    request.save(update_fields=["sealed_person"])
    sealing.erase(request.data_key)
    return True


def _held() -> Q:
    """A paper that was confirmed to be about the person is under a hold."""
    held = Hold.objects.live().touching(OuterRef("submission"))
    return Q(Exists(Match.objects.filter(Exists(held), request=OuterRef("pk"))))
