"""One form, filled in by several offices at a time: who has signed which part, and who is at it now."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.models.draft import Draft
from forms.models.submission import Submission
from portal.directory.models import Post
from portal.privacy import sealing
from portal.privacy.models import DataKey

# Who was not heard of for so long is not there any more.
GONE_AFTER = timedelta(seconds=60)


class SectionSignature(models.Model):
    """That an office has signed its section, of a draft and later of the submission that it became.

    `digest` is the SHA-256 of what was signed (forms.services.sections): it shows that nothing was changed since. A
    number that nobody can guess goes into it, so that nobody tries out answers on it.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, null=True, related_name="signatures")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="signatures")
    section = models.CharField(max_length=60)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    # The name as it was typed, or what was drawn; and the number.
    sealed_signature = models.BinaryField()
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signature of a section")
        verbose_name_plural = _("signatures of sections")
        constraints = [
            models.UniqueConstraint(fields=["draft", "section"], name="one_signature_per_section_of_a_draft"),
            models.UniqueConstraint(fields=["submission", "section"], name="one_signature_per_section_handed_in"),
            models.CheckConstraint(
                condition=Q(draft=None, submission__isnull=False) | Q(draft__isnull=False, submission=None),
                name="signature_of_a_draft_or_a_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.digest[:12]}"

    def seal(self, signature: dict[str, Any], *, nonce: str) -> None:
        kept = {"signature": signature, "nonce": nonce}
        self.sealed_signature = sealing.seal(kept, self.data_key, place=f"signature:{self.section}")

    def unsealed(self) -> dict[str, Any]:
        """`signature`, and `nonce`, the number."""
        return dict(sealing.unseal(self.sealed_signature, self.data_key, place=f"signature:{self.section}"))

    def go_with(self, submission: Submission) -> None:
        """From the draft to what it became, under the key of that."""
        kept = self.unsealed()
        self.draft, self.submission, self.data_key = None, submission, submission.data_key
        self.seal(kept["signature"], nonce=kept["nonce"])
        self.save()


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> Self:
        return self.filter(seen_at__gt=timezone.now() - GONE_AFTER)


class Presence(models.Model):
    """Somebody has a step of a joint draft open."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=60)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["draft", "post"], name="one_presence_per_draft_and_post")]

    def __str__(self) -> str:
        return self.section
