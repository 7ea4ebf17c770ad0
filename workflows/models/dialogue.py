"""What an office and who reported write to each other, by the receipt code. Sealed as the answers of the report are."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Post
from portal.privacy import sealing
from workflows.models.case import Case

# Files of a message lie with the report, under this and the message's id.
FILES_OF = "dialogue:"


class DialogueMessageQuerySet(models.QuerySet["DialogueMessage"]):
    def from_office(self) -> Self:
        return self.filter(post__isnull=False)

    def from_reporter(self) -> Self:
        return self.filter(post=None)

    def unread(self) -> Self:
        """What the other side has not seen yet."""
        return self.filter(read_at=None)


class DialogueMessage(models.Model):
    """`post` wrote it; without one it came from whoever holds the code of the report."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="dialogue")
    # Whose reporter it is with: the text is sealed under the key of this report and is erased with it.
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="dialogue")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+")
    # Of the form it was sent with: a second click sends nothing a second time.
    key = models.CharField(max_length=40)
    sealed_text = models.BinaryField()
    # Files that came with it and could not be taken.
    missing = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = DialogueMessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("message between office and reporter")
        verbose_name_plural = _("messages between office and reporter")
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="one_message_per_form_sent")]
        indexes = [
            models.Index(fields=["case"], name="dialogue_unread", condition=Q(post__isnull=True, read_at__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_from_reporter(self) -> bool:
        return self.post_id is None

    @property
    def is_unread_by_office(self) -> bool:
        return self.is_from_reporter and self.read_at is None

    @property
    def files_key(self) -> str:
        """The field key of its files."""
        return f"{FILES_OF}{self.id}"

    def seal(self, text: str) -> None:
        self.sealed_text = sealing.seal(text, self.submission.data_key, place=f"dialogue:{self.id}")

    def unsealed(self) -> str:
        """Only workflows.dialogue.reading calls this, after logging. Raises sealing.Unreadable."""
        return str(sealing.unseal(self.sealed_text, self.submission.data_key, place=f"dialogue:{self.id}"))
