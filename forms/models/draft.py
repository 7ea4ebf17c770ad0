"""What somebody is filling in: sealed, pinned to the form's version, kept until submitted or expired."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms.answering import asks_files
from forms.models.definition import FormVersion
from portal.directory.models import Post
from portal.privacy import sealing
from portal.privacy.models import DataKey

LIFETIME = timedelta(days=30)
# The occasions of drafts that several offices fill in together: "case:<id>:<form>". Nobody's own, they live longer.
JOINT = "case:"
JOINT_LIFETIME = timedelta(days=365)
# Among what was typed, by a name that no step can have.
LEFT_OVER = "_left_over"
# How long a submitted draft is kept for the person who lost the page with the receipt.
RECEIPT_LIFETIME = timedelta(hours=24)


def expiry() -> datetime:
    return timezone.now() + LIFETIME


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> Self:
        return self.filter(submission=None, expires_at__gt=timezone.now())

    def expired(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())


class Draft(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="drafts")
    # Where the person fills it in: "page:<id>", "task:<id>", or "case:<id>:<form>" for what several offices fill in
    # together. One draft per post and occasion.
    occasion = models.CharField(max_length=80)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="drafts")
    # Digest of the resume link's token; the token itself is only with the person.
    token_digest = models.CharField(max_length=64, unique=True, null=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    sealed_answers = models.BinaryField()
    # What was typed in steps that are not right yet, as the browser sent it, so that it can be shown again.
    sealed_typed = models.BinaryField(null=True)
    revision = models.PositiveIntegerField(default=0)
    # The revision each step was last saved at: tells a person that another window has written since.
    step_revisions = models.JSONField(default=dict)
    finished_steps = models.JSONField(default=list)
    # Keys of answers from the last time that nobody has looked at yet: a step of these only is asked as a whole.
    carried = models.JSONField(default=list)
    # By question, the number of the record whose answers stand here, and the revision at which they came: see
    # forms.wizard.recording.
    followed = models.JSONField(default=dict)
    followed_at = models.PositiveIntegerField(default=0)
    submission = models.OneToOneField("Submission", on_delete=models.PROTECT, null=True, related_name="draft")
    # The receipt code, kept so that a repeated click or a lost answer shows the same one; erased with the draft.
    sealed_receipt_code = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    expires_at = models.DateTimeField(default=expiry, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "occasion"],
                condition=models.Q(submission=None, post__isnull=False),
                name="one_open_draft_per_post_and_occasion",
            ),
            models.UniqueConstraint(
                fields=["occasion"],
                condition=models.Q(submission=None, post=None, occasion__startswith=JOINT),
                name="one_open_joint_draft_per_occasion",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def answers(self) -> dict[str, Any]:
        """A fresh copy of the answers, unsealed, by field key."""
        return dict(sealing.unseal(self.sealed_answers, self.data_key, place=f"draft.answers:{self.id}"))

    @answers.setter
    def answers(self, answers: dict[str, Any]) -> None:
        self.sealed_answers = sealing.seal(answers, self.data_key, place=f"draft.answers:{self.id}")

    @property
    def typed(self) -> dict[str, dict[str, list[str]]]:
        """By step, the fields of a step that did not pass, as typed."""
        if self.sealed_typed is None:
            return {}
        return dict(sealing.unseal(self.sealed_typed, self.data_key, place=f"draft.typed:{self.id}"))

    @typed.setter
    def typed(self, typed: dict[str, dict[str, list[str]]]) -> None:
        place = f"draft.typed:{self.id}"
        self.sealed_typed = sealing.seal(typed, self.data_key, place=place) if typed else None

    @property
    def left_over(self) -> dict[str, str]:
        """What was answered in an older version of the form and finds no place in this one: label and answer."""
        return {label: texts[0] for label, texts in self.typed.get(LEFT_OVER, {}).items()}

    @left_over.setter
    def left_over(self, answers: dict[str, str]) -> None:
        kept = {label: [text] for label, text in answers.items()}
        self.typed = {**{step: typed for step, typed in self.typed.items() if step != LEFT_OVER}, LEFT_OVER: kept}

    def file_ids(self) -> dict[str, list[str]]:
        """The files handed in so far, by field key, in the order they came."""
        found: dict[str, list[str]] = {}
        if not asks_files(self.version.schema):
            return found
        for field_key, file_id in self.files.order_by("made_at").values_list("field_key", "id"):
            found.setdefault(field_key, []).append(str(file_id))
        return found

    @property
    def is_joint(self) -> bool:
        return self.post_id is None and self.occasion.startswith(JOINT)

    @property
    def is_report(self) -> bool:
        """Whether it is nobody's task: what its sender cannot give is then done without."""
        return self.post_id is None and not self.is_joint

    @property
    def is_open(self) -> bool:
        return self.submission_id is None and self.expires_at > timezone.now()

    @property
    def receipt_code(self) -> str | None:
        if self.sealed_receipt_code is None:
            return None
        return str(sealing.unseal(self.sealed_receipt_code, self.data_key, place=f"draft.receipt:{self.id}"))

    @receipt_code.setter
    def receipt_code(self, code: str) -> None:
        self.sealed_receipt_code = sealing.seal(code, self.data_key, place=f"draft.receipt:{self.id}")
