"""Erasing what was handed in: keys, tokens and files are destroyed; a row with a number and a few counts remains."""

from typing import Any

from django.db import transaction

from forms.files import remove
from forms.models import Correction, Draft, ReporterIdentity, Submission
from forms.records import following
from forms.schema import FormSchema, Question
from forms.services.drafts import discard
from portal.directory import codes
from portal.locking import locked
from portal.privacy import sealing

# Answers chosen from a short list. Words, numbers, dates and places could tell who somebody is.
KEPT_TYPES = frozenset({"choice", "multiple_choice", "yes_no"})


@transaction.atomic
def erase_submission(submission: Submission, *, for_statistics: bool) -> bool:
    """Make it unreadable for good; False when it was already. The caller has asked whether that may be.

    With `for_statistics` the answers in clear that were chosen from a list remain, and the place as far as the county.
    Who handed it in is forgotten, and its receipt code leads nowhere.
    """
    submission = locked(Submission.objects.select_related("data_key", "version").filter(pk=submission.pk)).get()
    if submission.is_erased:
        return False
    for draft in Draft.objects.filter(submission=submission).select_related("data_key"):
        discard(draft)
    for file in submission.files.select_related("data_key"):
        remove(file)
    submission.signatures.all().delete()
    _erase_reporter(submission)
    following.erase_opened_by(submission)
    # Written once otherwise: this is the one way out.
    Correction._base_manager.filter(submission=submission).delete()
    submission.open_answers = _counted(submission) if for_statistics else {}
    submission.area_code = _county(submission.area_code) if for_statistics else ""
    submission.sealed_answers, submission.receipt_digest, submission.post = b"", None, None
    submission.save(update_fields=["open_answers", "area_code", "sealed_answers", "receipt_digest", "post"])
    sealing.erase(submission.data_key)
    return True


def kept_for_statistics(schema: FormSchema) -> list[Question]:
    """The questions whose answers in clear outlive erasing; open ones and countable ones."""
    listed = (item for item in schema.fields() if isinstance(item, Question) and item.type in KEPT_TYPES)
    return [item for item in listed if item.sensitivity == "open" or item.countable]


def _counted(submission: Submission) -> dict[str, Any]:
    kept = {question.key for question in kept_for_statistics(submission.version.schema)}
    return {key: answer for key, answer in submission.open_answers.items() if key in kept}


def _county(area_code: str) -> str:
    return area_code[:6].ljust(codes.CODE_LENGTH, "0") if area_code else ""


def _erase_reporter(submission: Submission) -> None:
    identity = ReporterIdentity.objects.select_related("data_key").filter(submission=submission).first()
    if identity is not None:
        ReporterIdentity.objects.filter(pk=identity.pk).update(sealed_answers=b"")
        sealing.erase(identity.data_key)
