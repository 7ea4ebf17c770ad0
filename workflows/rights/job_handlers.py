"""Background work for the rights of the people in the data."""

from typing import Any

from django.utils import timezone

from portal.jobs.registry import job
from portal.jobs.services import enqueue
from workflows.rights.retention import BATCH, announce, erase_due


@job("rights.retention", in_transaction=False)
def keep_no_longer(part: int = 0, **_ids: Any) -> None:
    """Announce, then erase a batch; what is left is a job of its own. Killed anywhere it goes on with what is left."""
    today = timezone.localdate()
    if part == 0:
        announce(today)
    if erase_due(today, most=BATCH) == BATCH:
        enqueue("rights.retention", key=f"rights.retention:{today}:{part + 1}", part=part + 1)
