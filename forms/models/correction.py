"""A correction beside an answer: what was handed in stays as it was, and a note says what it should read."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms.models.submission import Submission
from portal.directory.models import Post
from portal.privacy import sealing
from portal.privacy.models import DataKey
from portal.writtenonce import WrittenOnce


class Correction(WrittenOnce):
    """Sealed under the key that seals the answer itself, so that erasing the one erases the other."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="corrections")
    # Which answer: see forms.places.
    place = models.CharField(_("answer"), max_length=140)
    # `value` as the answer would be, `ground`, `asked_by`.
    sealed_note = models.BinaryField()
    proposed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    at = models.DateTimeField(_("corrected at"), auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.place}"

    def seal(self, note: dict[str, Any], key: DataKey) -> None:
        self.sealed_note = sealing.seal(note, key, place=self._sealed_at)

    def unsealed(self, key: DataKey) -> dict[str, Any]:
        note: dict[str, Any] = sealing.unseal(self.sealed_note, key, place=self._sealed_at)
        return note

    @property
    def _sealed_at(self) -> str:
        return f"correction:{self.submission_id}:{self.place}"
