"""Data keys: one for each sealed thing, wrapped by a master key. Erasing the key erases the data."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class DataKey(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(_("wrapped key"), null=True)
    master_version = models.CharField(_("master key version"), max_length=20)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")

    def __str__(self) -> str:
        return str(self.id)
