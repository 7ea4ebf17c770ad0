"""Files that people hand in or that the portal makes for them: sealed, outside the media address."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from forms.models.draft import Draft
from forms.models.submission import Submission
from portal.privacy.models import DataKey


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def here(self) -> Self:
        """Files of which there are bytes."""
        return self.filter(missing="")

    def missing(self) -> Self:
        """Files that somebody sent and that were not kept."""
        return self.exclude(missing="")

    def due_for_scan(self, *, before: datetime) -> Self:
        """What no scanner has judged, and what one judged before that time, the longest waiting first."""
        states = StoredFile.Scan
        unjudged = Q(scan__in=[states.UNSCANNED, states.FAILED])
        stale = Q(scan__in=[states.CLEAN, states.INFECTED], scanned_at__lt=before)
        return self.here().filter(unjudged | stale).order_by(F("scanned_at").asc(nulls_first=True), "made_at")


class StoredFile(models.Model):
    """Belongs to a draft until submitted, then to the submission. `path` is random and says nothing."""

    class Scan(models.TextChoices):
        # A letter, a receipt, or a picture that was built anew from its pixels: nothing foreign is in it.
        OURS = "ours", _("made by the portal")
        UNSCANNED = "unscanned", _("not checked for viruses")
        CLEAN = "clean", _("no virus found")
        INFECTED = "infected", _("virus found")
        FAILED = "failed", _("could not be checked for viruses")

    class Missing(models.TextChoices):
        NO = "", _("it is here")
        REFUSED = "refused", _("it could not be taken")
        NOT_KEPT = "not_kept", _("it could not be stored")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, related_name="files")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="files")
    # Key of the file field, or "receipt", "letter:<key>" for what the portal made.
    field_key = models.CharField(max_length=80)
    sealed_name = models.BinaryField()
    media_type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # Of the sealed bytes: shows a damaged file without opening it, and says nothing about what is inside.
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    scan = models.CharField(_("check for viruses"), max_length=10, choices=Scan, default=Scan.UNSCANNED)
    scanned_at = models.DateTimeField(_("checked at"), null=True)
    # What the scanner calls what it found.
    finding = models.CharField(_("finding"), max_length=120, blank=True)
    # A row without bytes says that a report is not complete, and why.
    missing = models.CharField(_("missing"), max_length=10, choices=Missing, default=Missing.NO, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["submission", "field_key"], name="file_submission_field"),
            models.Index(
                fields=["scan", "scanned_at"], name="file_scan_due", condition=Q(missing="") & ~Q(scan="ours")
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_ours(self) -> bool:
        return self.scan == self.Scan.OURS

    @property
    def is_locked_away(self) -> bool:
        """A virus was found in it: nobody gets it."""
        return self.scan == self.Scan.INFECTED

    @property
    def can_be_opened(self) -> bool:
        return not self.missing and not self.is_locked_away
