"""Files and viruses. A scanner looks at what people sent after it has been kept: no report waits for it."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from forms.files.opening import opened_for_scan
from forms.intake import clamd
from forms.models import StoredFile
from portal.jobs.services import enqueue, enqueue_each
from portal.privacy.sealing import Unreadable

# A day's share, so that a scanner that was set up today is not asked about ten years at once.
MOST_IN_A_DAY = 5_000


def plan(file: StoredFile) -> None:
    """Have a file that was just kept looked at, when there is a scanner and something foreign in the file."""
    if settings.CLAMD and not file.is_ours:
        enqueue("scan_file", key=f"scan:{file.pk}", file_id=str(file.pk))


def plan_what_is_due() -> None:
    """Daily: what nobody has judged, and what was judged long ago."""
    if not settings.CLAMD:
        return
    before = timezone.now() - timedelta(days=settings.RESCAN_AFTER_DAYS)
    due = StoredFile.objects.due_for_scan(before=before).values_list("pk", flat=True)[:MOST_IN_A_DAY]
    today = timezone.localdate()
    enqueue_each("scan_file", {f"scan:{file_id}:{today}": {"file_id": str(file_id)} for file_id in due})


def judge(file: StoredFile, scanner: clamd.Address) -> Callable[[], None]:
    """Ask the scanner at this address; what is returned writes its verdict. Raises clamd.ScannerAway, and notes it."""
    try:
        content = opened_for_scan(file)
    except (Unreadable, FileNotFoundError):
        return lambda: _note(file, StoredFile.Scan.FAILED)
    try:
        verdict = clamd.scan(content.between(0, content.size), scanner)
    except clamd.ScannerAway:
        _note_failure(file)
        raise
    except Unreadable:
        return lambda: _note(file, StoredFile.Scan.FAILED)
    finally:
        content.close()
    return lambda: _note(file, _state(verdict), verdict.finding[:120])


def _state(verdict: clamd.Verdict) -> StoredFile.Scan:
    if verdict.finding:
        return StoredFile.Scan.INFECTED
    return StoredFile.Scan.FAILED if verdict.trouble else StoredFile.Scan.CLEAN


def _note(file: StoredFile, state: StoredFile.Scan, finding: str = "") -> None:
    """What could not be judged again keeps the judgement it had."""
    if state == StoredFile.Scan.FAILED:
        _note_failure(file)
        return
    StoredFile.objects.filter(pk=file.pk).update(scan=state, scanned_at=timezone.now(), finding=finding)


def _note_failure(file: StoredFile) -> None:
    unjudged = StoredFile.objects.filter(pk=file.pk, scan=StoredFile.Scan.UNSCANNED)
    unjudged.update(scan=StoredFile.Scan.FAILED, scanned_at=timezone.now())
