"""The record of who read what. Rows are written once and never changed."""

from typing import Any, Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.directory.models import Post, User
from portal.writtenonce import WrittenOnce, WrittenOnceQuerySet

AUDITOR = "log_auditor"
READ_REPORTER = "read_reporter"
# A paper was unsealed to see whether it is what somebody searched for.
COMPARED = "compare"
# What somebody sent, shown to who has the code of it.
READ_OWN = "read_own_copy"
# What the office asked, shown to who has the code of the report.
READ_QUESTIONS = "read_questions"
SIGN_IN_FAILED = "sign_in_failed"


class AccessQuerySet(WrittenOnceQuerySet["Access"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The log auditor reads everything, others what they did themselves. An administrator is no auditor."""
        post = user.acting_post if user.is_authenticated else None
        if post is None:
            return self.none()
        return self.all() if post.role == AUDITOR else self.filter(user=post.user_id)

    def about(self, matters: "models.QuerySet[Any] | list[UUID]") -> Self:
        """What was read or refused in those matters."""
        return self.filter(matter__in=matters)

    def refused(self) -> Self:
        return self.filter(allowed=False)

    def of_reporters(self) -> Self:
        return self.filter(action=READ_REPORTER)

    def without_comparing(self) -> Self:
        """Which papers a search was compared with tells what is in them, also where the page kept it back."""
        return self.exclude(action=COMPARED)

    def of_failed_sign_ins(self) -> Self:
        return self.filter(action=SIGN_IN_FAILED)

    def in_emergencies(self) -> Self:
        return self.filter(emergency=True)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def unlinked(self) -> Self:
        """Rows that the chain does not reach yet, as they were written."""
        return self.filter(sequence=None).order_by("pk")


class Access(WrittenOnce):
    """One reading of sealed data, or one refused attempt.

    `digest` is made when the row is written, from all that it says; `sequence` and `link` are its place in the chain,
    given soon after (portal/access/chain.py) and never again.
    """

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("person"))
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    action = models.CharField(_("action"), max_length=40)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_id = models.CharField(_("object"), max_length=60, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    # What it all belongs to, for example the case.
    matter = models.UUIDField(_("belongs to"), null=True)
    allowed = models.BooleanField(_("allowed"))
    emergency = models.BooleanField(_("in an emergency"), default=False)
    # Empty for what the portal does by itself, and for people without an account: a reporter must not be found by it.
    address = models.CharField(_("network address"), max_length=45, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    sequence = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    link = models.CharField(max_length=64, blank=True, editable=False)

    objects = AccessQuerySet.as_manager()  # type: ignore[misc]  # the parent's, and more

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="access_user_at"),
            models.Index(fields=["matter", "-at", "-id"], name="access_matter_at"),
            models.Index(fields=["action", "-at", "-id"], name="access_action_at"),
            models.Index(fields=["-at", "-id"], name="access_refused_at", condition=models.Q(allowed=False)),
            models.Index(fields=["-at", "-id"], name="access_emergency_at", condition=models.Q(emergency=True)),
            models.Index(fields=["id"], name="access_unlinked", condition=models.Q(sequence=None)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"


class LogEnd(models.Model):
    """Where the chain of the access log ends: one row, locked by whoever makes it longer."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    sequence = models.PositiveBigIntegerField(default=0)
    link = models.CharField(max_length=64, blank=True)
    # When the end was last said in the portal's own log, which lies elsewhere.
    said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("end of the access log")
        verbose_name_plural = _("end of the access log")

    def __str__(self) -> str:
        return f"{self.sequence}:{self.link}"
