"""Files that people hand in or that the portal makes for them: sealed, outside the media address."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.models.draft import Draft
from forms.models.submission import Submission
from portal.privacy.models import DataKey


class StoredFile(models.Model):
    """Belongs to a draft until submitted, then to the submission. `path` is random and says nothing."""

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

    class Meta:
        ordering = ["made_at"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["submission", "field_key"], name="file_submission_field")]

    def __str__(self) -> str:
        return str(self.id)
