"""Background work on files."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from forms.files import scanning
from forms.models import StoredFile
from portal.jobs.registry import job


@job("scan_file", in_transaction=False)
def scan_file(*, file_id: str, **_ids: Any) -> Callable[[], None] | None:
    """Have a scanner look at a file; nothing when the file has gone, or the scanner has been taken away."""
    scanner = settings.CLAMD
    file = StoredFile.objects.here().select_related("data_key").filter(pk=file_id).first()
    return scanning.judge(file, scanner) if file is not None and scanner else None
