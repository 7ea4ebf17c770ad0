"""What somebody took out of the portal as a table file: who, which, why, how many; the file itself for a day."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post
from portal.privacy.models import DataKey


class ExtractQuerySet(models.QuerySet["Extract"]):
    def of(self, post: Post) -> Self:
        """Nobody else sees them, no colleague and no substitute."""
        return self.filter(post=post).order_by("-made_at")

    def expired(self, now: datetime) -> Self:
        return self.filter(expires_at__lte=now).exclude(path="")


class Extract(models.Model):
    """The row stays: which papers were in it can be told years later."""

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook (.xlsx)")
        CSV = "csv", _("CSV files (.zip)")

    class Subject(models.TextChoices):
        PAPERS = "papers", _("papers of cases")
        MISSED = "missed", _("what was missed")

    class State(models.TextChoices):
        WAITING = "waiting", _("is being made")
        READY = "ready", _("ready")
        TAKEN = "taken", _("downloaded")
        EXPIRED = "expired", _("erased after a day")
        REFUSED = "refused", _("not made: the right to it has ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=8, choices=Subject, default=Subject.PAPERS)
    # Of what was missed the key of the obligation.
    form_key = models.CharField(_("form"), max_length=60)
    # Of workflows.lists.CaseFilter; of what was missed the period and the place.
    which = models.JSONField(default=dict)
    kind = models.CharField(_("file"), max_length=4, choices=Kind, default=Kind.XLSX)
    language = models.CharField(max_length=10)
    purpose = models.CharField(_("what it is needed for"), max_length=160)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    count = models.PositiveIntegerField(_("papers"), default=0)
    # The ids of the papers that are in it, 16 bytes each; of what was missed those of the records.
    papers = models.BinaryField(default=b"")
    # Of the sealed file.
    path = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = _("extract")
        verbose_name_plural = _("extracts")
        indexes = [models.Index(fields=["post", "-made_at"], name="extract_post")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY and self.expires_at > timezone.now()

    @property
    def place(self) -> str:
        """What its sealing is bound to."""
        return f"extract:{self.pk}"

    @property
    def job_key(self) -> str:
        return f"extract:{self.pk}"

    def hold(self, papers: Iterable[uuid.UUID]) -> None:
        self.papers = b"".join(paper.bytes for paper in papers)
        self.count = len(self.papers) // 16

    def held(self) -> set[uuid.UUID]:
        """The submissions, or the records, that are in it."""
        ids = bytes(self.papers)
        return {uuid.UUID(bytes=ids[start : start + 16]) for start in range(0, len(ids), 16)}
