"""After the siege: is everything there that was acknowledged, and nothing twice? Runs on the portal's own data."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from forms import files, services
from forms.models import Draft, StoredFile, Submission
from portal.jobs.models import Job
from portal.notices.models import Notice
from portal.privacy.sealing import Unreadable
from workflows.events import broken_links
from workflows.models import Case, EffectRun


def inquire(ledger: str) -> dict[str, Any]:
    """`lost` names each acknowledged report that is not whole and why; `doubled` each draft handed in twice."""
    entries = json.loads(Path(ledger).read_text())
    return {
        "acknowledged": len(entries),
        "lost": {entry["number"]: missing for entry in entries if (missing := list(_missing(**entry)))},
        "doubled": _doubled(entries),
        "dead_jobs": sorted(Job.objects.dead().values_list("kind", "error")),
        "effects_open": EffectRun.objects.filter(done_at=None).count(),
        "submissions": Submission.objects.filter(draft__occasion__startswith="page:").count(),
        "jobs": dict(Counter(Job.objects.values_list("state", flat=True))),
    }


def _missing(draft: str, number: str, code: str) -> Iterator[str]:
    submission = Submission.objects.select_related("data_key").filter(number=number).first()
    if submission is None:
        yield "no submission of that number"
        return
    if services.find_by_receipt(code) != submission:
        yield "the code does not lead to it"
    if Draft.objects.filter(pk=draft, submission=submission).count() != 1:
        yield "the draft does not lead to it"
    if not submission.unsealed().get("facts"):
        yield "its answers cannot be read"
    if set(submission.files.values_list("field_key", flat=True)) != {"evidence_photos"}:
        yield "its photo is not there"
    for file in StoredFile.objects.select_related("data_key").filter(submission=submission):
        yield from _unreadable(file)
    yield from _missing_receipt(draft)
    yield from _missing_in_case(submission)


def _missing_receipt(draft: str) -> Iterator[str]:
    receipts = list(StoredFile.objects.select_related("data_key").filter(draft=draft, field_key="receipt"))
    if len(receipts) != 1:
        yield f"{len(receipts)} receipts printed"
    for receipt in receipts:
        yield from _unreadable(receipt) or (
            [] if files.content_of(receipt).startswith(b"%PDF") else ["the receipt is no PDF"]
        )


def _unreadable(file: StoredFile) -> list[str]:
    try:
        return [] if files.content_of(file) else [f"{file.field_key} is empty"]
    except (Unreadable, FileNotFoundError) as error:
        return [f"{file.field_key}: {type(error).__name__}"]


def _missing_in_case(submission: Submission) -> Iterator[str]:
    case = Case.objects.filter(case_submissions__submission=submission).first()
    if case is None:
        yield "no case"
        return
    if broken_links(case):
        yield "the log of the case does not hold"
    if [task.organisation is not None for task in case.tasks.open()] != [True]:
        yield "not one task that somebody answers for"
    if not Notice.objects.filter(path__contains=str(case.pk)).exists() and not _told_of_tasks(case):
        yield "nobody was told"


def _told_of_tasks(case: Case) -> bool:
    return Notice.objects.filter(path__contains=str(case.tasks.open()[0].pk)).exists()


def _doubled(entries: list[dict[str, str]]) -> list[str]:
    """By the draft's id at the head of the idempotency key, and by what people were shown."""
    handed_in = Counter(key.split(":")[0] for key in Submission.objects.values_list("idempotency_key", flat=True))
    shown: dict[str, set[str]] = {}
    for entry in entries:
        shown.setdefault(entry["draft"], set()).add(entry["number"])
    return sorted(
        {draft for draft, times in handed_in.items() if times > 1}
        | {draft for draft, numbers in shown.items() if len(numbers) > 1}
    )
