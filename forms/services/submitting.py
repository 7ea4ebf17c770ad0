"""Handing in: one transaction from the draft to the submission, its number, its receipt and its jobs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms import compartments, numbering, receipts, signing
from forms.answering import asks_files, place_of
from forms.indexing import index_answers
from forms.locking import DraftClosed
from forms.models import Draft, ReporterIdentity, Submission
from forms.models.draft import RECEIPT_LIFETIME
from forms.records import knowing
from forms.review import AnswerProblem, review
from forms.schema import FormSchema
from forms.services.sections import unsigned
from forms.signals import numbering as numbering_begins
from forms.signals import submitted
from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.jobs.models import Job
from portal.jobs.services import enqueue_all, planned
from portal.privacy import sealing
from portal.privacy.masterkeys import keyed_digest
from portal.words import readers_language

# What of a draft changes when it is handed in.
CLOSING = ("submission", "sealed_answers", "sealed_typed", "sealed_receipt_code", "expires_at", "changed_at")


@dataclass(frozen=True)
class Receipt:
    """`code` is empty when the form gives none, or when it was erased a day after submission."""

    submission: Submission
    code: str


class Incomplete(Refused):
    """The answers do not pass. `problems` name the step, the field and what to do."""

    def __init__(self, problems: list[AnswerProblem]) -> None:
        super().__init__("incomplete", _("Some answers are missing or not right yet."))
        self.problems = problems


def submit(draft: Draft, *, by: Post | None, idempotency_key: str, context: Mapping[str, Any] | None = None) -> Receipt:
    """Hand the draft in. Doing it twice, with any key, gives the receipt of the first time.

    `context` is what the host offers to formulas beside the form; the same as at its steps.

    Raises Incomplete when the whole form, evaluated again here, does not pass, and DraftClosed for an expired draft.
    A receiver of the `submitted` signal that fails undoes everything.
    """
    # Before the lock: whoever else hands in waits the less. It counts when the draft is still the same behind it.
    reviewed = _Reviewed(draft, context)
    with transaction.atomic():
        fresh = _lock(draft)
        if fresh.submission is not None:
            return Receipt(fresh.submission, fresh.receipt_code or "")
        if not fresh.is_open:
            raise DraftClosed
        return _hand_in(fresh, reviewed.answers_of(fresh), by=by, key=f"{fresh.pk.hex}:{_short(idempotency_key)}")


def _hand_in(draft: Draft, answers: dict[str, Any], *, by: Post | None, key: str) -> Receipt:
    receipt = _write(draft, draft.version.schema, answers, by=by, key=key)
    submitted.send(sender=Submission, submission=receipt.submission, answers=answers, occasion=draft.occasion)
    # Last in the queue: offices are told before paper is printed.
    enqueue_all(_jobs(draft))
    return receipt


def _jobs(draft: Draft) -> Iterator[Job]:
    number = str(draft.pk)
    if draft.version.schema.receipt:
        yield planned("receipt_pdf", key=f"receipt:{number}", draft_id=number, language=readers_language())
    later = timezone.now() + RECEIPT_LIFETIME
    yield planned("erase_draft", key=f"erase:{number}", run_after=later, draft_id=number)


class _Reviewed:
    """What of a draft counts, and whether it passes."""

    def __init__(self, draft: Draft, context: Mapping[str, Any] | None) -> None:
        self._seen, self._context = (draft.revision, draft.file_ids()), context
        schema, answers = draft.version.schema, draft.answers
        beside = knowing.context(schema, answers, context)
        self._review = review(schema, answers, now=timezone.now(), context=beside, files=self._seen[1])

    def answers_of(self, draft: Draft) -> dict[str, Any]:
        """Of the draft as it is under its lock: looked at again when it has changed since. Raises Incomplete."""
        if self._seen != (draft.revision, draft.file_ids()):
            return _Reviewed(draft, self._context).answers_of(draft)
        if self._review.problems:
            raise Incomplete(self._review.problems)
        if draft.is_joint and unsigned(draft, self._review):
            raise Refused("unsigned", _("Not every part is signed yet."))
        return self._review.answers


def find_by_receipt(code: str) -> Submission | None:
    """The submission of a code as a person typed it, or None."""
    digest = receipts.digest_of(code)
    return Submission.objects.with_receipt(digest).first() if digest else None


def _lock(draft: Draft) -> Draft:
    # Nothing is joined: after waiting for the lock, PostgreSQL reads the draft afresh but what is joined to it as it
    # was before, and so would not find what the other click has just written.
    fresh = Draft.objects.select_for_update().get(pk=draft.pk)
    if fresh.version_id == draft.version_id:
        fresh.version = draft.version
    # The key of a draft never changes.
    fresh.data_key = draft.data_key
    return fresh


def _write(draft: Draft, schema: FormSchema, answers: dict[str, Any], *, by: Post | None, key: str) -> Receipt:
    parts = compartments.split(schema, answers)
    code = receipts.new_code() if schema.receipt else ""
    area_code = place_of(schema, answers)
    data_key = sealing.new_key()
    submission = Submission(
        version=draft.version,
        idempotency_key=key,
        receipt_digest=receipts.digest_of(code) if code else None,
        area_code=area_code,
        post=by,
        open_answers=parts.open,
        data_key=data_key,
    )
    signed = signing.kept_beside(schema, parts, version=draft.version.checksum, post=by.pk if by else None)
    submission.seal({**parts.sealed, **signed})
    _seal_reporter(submission, parts.reporter)
    index_answers(schema, parts, submission.data_key)
    _hand_over_files(draft, submission, answers)
    _hand_over_sections(draft, submission)
    _close(draft, submission, code)
    numbering_begins.send(sender=Submission, submission=submission, occasion=draft.occasion)
    # After all that names the submission, which both databases look for at the end of the transaction only: the series
    # of numbers is locked from here on, and everybody else who hands in waits behind it.
    submission.number = numbering.next_number(schema.numbering, area_code=area_code)
    submission.save(force_insert=True)
    return Receipt(submission, code)


def _seal_reporter(submission: Submission, answers: dict[str, Any]) -> None:
    if answers:
        identity = ReporterIdentity(submission=submission, data_key=sealing.new_key())
        identity.seal(answers)
        identity.save(force_insert=True)


def _hand_over_sections(draft: Draft, submission: Submission) -> None:
    """Of a form that several offices filled in: who signed what; who had it open is nobody's matter any more."""
    if draft.is_joint:
        for signature in draft.signatures.select_related("data_key"):
            signature.go_with(submission)
        draft.presences.all().delete()


def _hand_over_files(draft: Draft, submission: Submission, answers: dict[str, Any]) -> None:
    """Files of fields that count go with the submission; those of hidden fields go with the draft when it is erased."""
    if not asks_files(draft.version.schema):
        return
    draft.files.filter(field_key__in=list(answers)).update(draft=None, submission=submission)


def _close(draft: Draft, submission: Submission, code: str) -> None:
    draft.submission = submission
    draft.answers = {}
    draft.typed = {}
    if code:
        draft.receipt_code = code
    draft.expires_at = timezone.now() + RECEIPT_LIFETIME
    draft.save(update_fields=CLOSING)


def _short(key: str) -> str:
    """A key of any length as one that fits beside the draft's id."""
    return keyed_digest(key, "idempotency")[:40]
