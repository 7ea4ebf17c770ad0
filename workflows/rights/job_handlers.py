"""Background work for the rights of the people in the data."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.jobs.registry import job
from portal.jobs.services import enqueue
from workflows.rights.exporting import make
from workflows.rights.forgetting import forget_due
from workflows.rights.models import DataRequest, Export
from workflows.rights.retention import BATCH, announce, erase_due


@job("rights.retention", in_transaction=False)
def keep_no_longer(part: int = 0, **_ids: Any) -> None:
    """Announce, then erase a batch of papers and one of who asked; what is left is a job of its own.

    Killed anywhere it goes on with what is left.
    """
    today = timezone.localdate()
    if part == 0:
        announce(today)
    if BATCH in (erase_due(today, most=BATCH), forget_due(today, most=BATCH)):
        enqueue("rights.retention", key=f"rights.retention:{today}:{part + 1}", part=part + 1)


@job("rights.export", in_transaction=False)
def make_export(request_id: str, post_id: int, **_ids: Any) -> Callable[[], None]:
    """Read and print without a lock; keep what is newest in the transaction that marks it done.

    None is made for whom the conflict rule has shut out since it was asked for (the try is on record), nor of a
    request whose asker is erased.
    """
    request = DataRequest.objects.select_related("data_key").get(pk=request_id)
    try:
        export = make(request, by=Post.objects.select_related("user", "organisation").get(pk=post_id))
    except Refused:
        return lambda: None

    def keep() -> None:
        Export.objects.filter(pk=request.pk).delete()
        export.save(force_insert=True)

    return keep
