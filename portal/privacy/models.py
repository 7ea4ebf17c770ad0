"""Data keys: one for each sealed thing, wrapped by a master key. Erasing the key erases the data."""

import uuid
from collections.abc import Iterator
from typing import Self

from django.db import models
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _


class DataKeyQuerySet(models.QuerySet["DataKey"]):
    def alive(self) -> Self:
        return self.filter(wrapped__isnull=False)

    def outdated(self, version: str, method: str) -> Self:
        """Keys that are not wrapped as new ones are."""
        return self.alive().exclude(master_version=version, wrapping=method)

    def versions_in_use(self) -> Iterator[str]:
        """Master key versions that living keys are wrapped under; one look into the index for each."""
        version: str | None = ""
        while (
            version := self.alive().filter(master_version__gt=version).aggregate(least=Min("master_version"))["least"]
        ):
            yield version


class DataKey(models.Model):
    """`algorithm` is what the key seals with; `master_version` and `wrapping` say how it is wrapped itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(_("wrapped key"), null=True)
    algorithm = models.CharField(_("algorithm"), max_length=20, default="AES-256-GCM")
    master_version = models.CharField(_("master key version"), max_length=20)
    wrapping = models.CharField(_("wrapped by"), max_length=40, default="AES-256-GCM")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    erased_at = models.DateTimeField(_("erased at"), null=True)

    objects = DataKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")
        indexes = [
            models.Index(
                fields=["master_version", "wrapping"],
                name="datakey_alive_by_version",
                condition=Q(wrapped__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class IndexKey(models.Model):
    """The secret behind the keyed digests of one purpose, or (without a purpose) of all that have no row of their own.

    It never changes, so that digests stay comparable; it is wrapped like every data key and rotates with them.
    """

    purpose = models.CharField(max_length=40, primary_key=True, editable=False)
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("index key")
        verbose_name_plural = _("index keys")

    def __str__(self) -> str:
        return self.purpose or "*"


class BlindToken(models.Model):
    """One keyed digest by which a sealed record can be found. It hangs on the record's data key and goes with it."""

    # The scope that is searched and the kind of value, for example "record.phone".
    field = models.CharField(max_length=40)
    digest = models.BigIntegerField()
    data_key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="blind_tokens")

    class Meta:
        verbose_name = _("blind token")
        verbose_name_plural = _("blind tokens")
        # Also the index that answers a search, without a look into the table.
        constraints = [models.UniqueConstraint(fields=["field", "digest", "data_key"], name="blind_token_once")]

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"
