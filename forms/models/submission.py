"""What was handed in. The reporter's identity lies apart, under a key of its own."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.indexing import RECORD
from forms.models.definition import FormVersion
from portal.directory.models import Post
from portal.privacy import blindindex, sealing
from portal.privacy.blindindex import Kind
from portal.privacy.models import DataKey


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def with_receipt(self, digest: str) -> Self:
        return self.filter(receipt_digest=digest)

    def found_by(self, kind: Kind, typed: str) -> Self:
        """Candidates whose sealed answers name that; `forms.indexing.fitting` compares them. Never by who reported.

        The index is asked at once: how few it finds is what a database needs to know to go on by its indexes.
        """
        return self.filter(data_key__in=list(blindindex.search(RECORD, kind, typed)))


class Submission(models.Model):
    """`open_answers` holds open and countable answers in clear; all others are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    number = models.CharField(_("number"), max_length=80, unique=True)
    idempotency_key = models.CharField(max_length=80, unique=True)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True)
    # Twelve digits, perhaps of a place this portal does not know; empty when the form names no place.
    area_code = models.CharField(_("place"), max_length=12, blank=True)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="submissions")
    open_answers = models.JSONField(default=dict)
    sealed_answers = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)

    objects = SubmissionQuerySet.as_manager()

    # While it is handed in: what was looked up for what follows, see forms.signals.numbering.
    looked_up: Any = None

    class Meta:
        ordering = ["-submitted_at"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [models.Index(fields=["area_code", "-submitted_at"], name="submission_area_time")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_erased(self) -> bool:
        """What was handed in is gone for good; the number, the form and what is kept for statistics remain."""
        return self.data_key.wrapped is None

    def seal(self, answers: dict[str, Any]) -> None:
        self.sealed_answers = sealing.seal(answers, self.data_key, place=f"submission.answers:{self.id}")

    def unsealed(self) -> dict[str, Any]:
        """All answers but the reporter's sealed ones. Only forms.reading calls this, after logging."""
        sealed = sealing.unseal(self.sealed_answers, self.data_key, place=f"submission.answers:{self.id}")
        return {**self.open_answers, **sealed}


class ReporterIdentity(models.Model):
    """Who reported: a compartment with its own key, so that it can be kept from all who may read the rest."""

    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, primary_key=True, related_name="reporter_identity"
    )
    sealed_answers = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reporter identity")
        verbose_name_plural = _("reporter identities")

    def __str__(self) -> str:
        return str(self.submission_id)

    def seal(self, answers: dict[str, Any]) -> None:
        self.sealed_answers = sealing.seal(answers, self.data_key, place=f"reporter:{self.submission_id}")

    def unsealed(self) -> dict[str, Any]:
        return dict(sealing.unseal(self.sealed_answers, self.data_key, place=f"reporter:{self.submission_id}"))


class NumberSeries(models.Model):
    """The last serial given in one series, for example one form in one county and year."""

    key = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"
