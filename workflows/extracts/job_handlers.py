"""Background work for table files."""

from collections.abc import Callable
from typing import Any

from portal.jobs.registry import job
from workflows.extracts import services
from workflows.extracts.making import make
from workflows.models import Extract


@job("workflows.extract", in_transaction=False, max_attempts=3)
def make_extract(extract_id: str, **_ids: Any) -> Callable[[], None] | None:
    """Started twice, it is made twice and kept once; the other file is swept up."""
    extract = Extract.objects.select_related("post").get(pk=extract_id)
    return make(extract) if extract.state == Extract.State.WAITING else None


@job("workflows.erase_extract", in_transaction=False)
def erase_extract(extract_id: str, **_ids: Any) -> None:
    services.erase(Extract.objects.get(pk=extract_id))
