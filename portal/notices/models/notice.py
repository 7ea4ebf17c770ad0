"""Notices to people in the portal. They say that there is something to see, never what it says."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.directory.models import User
from portal.notices.wording import templates


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> Self:
        """A notice is read by the person it was written to and by nobody else."""
        return self.filter(user=user)

    def unread(self, user: User) -> Self:
        return self.visible_to(user).filter(read_at=None)


class Notice(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices", verbose_name=_("person"))
    key = models.CharField(_("idempotency key"), max_length=120)
    template = models.CharField(_("template"), max_length=60)
    # Numbers and keys to fill the template with; never a name, a place or an answer.
    words = models.JSONField(_("words"), default=dict)
    path = models.CharField(_("page"), max_length=200)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_per_person_and_key")]
        indexes = [
            models.Index(fields=["user", "-made_at", "-id"], name="notice_list"),
            models.Index(
                fields=["user", "-made_at", "-id"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"

    @property
    def is_about_the_account(self) -> bool:
        return templates[self.template].of_account

    @property
    def sentence(self) -> str:
        """What the notice says, in the active language."""
        return templates[self.template].say(self.words)
