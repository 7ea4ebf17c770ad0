"""Break-glass: a named post opens something it is no part of, for a reason, for a day at most."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access.models.log import AUDITOR
from portal.directory.models import Post, User


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The log auditor sees all, others their own and those that they were told of as supervisors."""
        post = user.acting_post if user.is_authenticated else None
        if post is None:
            return self.none()
        if post.role == AUDITOR:
            return self.all()
        told = EmergencyAccess.told.through.objects.filter(user=post.user_id).values("emergencyaccess")
        return self.filter(models.Q(post__user=post.user_id) | models.Q(pk__in=told))

    def live(self) -> Self:
        """Neither run out nor ended."""
        return self.filter(ended_at=None, until__gt=timezone.now())

    def of(self, post: Post) -> Self:
        return self.filter(post=post)

    def unreviewed(self) -> Self:
        return self.filter(reviewed_at=None)


class EmergencyAccess(models.Model):
    """It holds for the one post, not for its organisation, and is reviewed by an auditor afterwards."""

    # What was opened: the id of a case. The ground floor does not know what a case is.
    matter = models.UUIDField(db_index=True)
    number = models.CharField(_("number"), max_length=80)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name=_("post"))
    reason = models.CharField(_("reason"), max_length=300)
    began_at = models.DateTimeField(_("begun at"), default=timezone.now)
    until = models.DateTimeField(_("good until"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    finding = models.CharField(_("finding"), max_length=300, blank=True)
    # The supervisors who got a notice of it.
    told = models.ManyToManyField(User, related_name="+")

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        indexes = [models.Index(fields=["post", "until"], name="emergency_post_until")]
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("began_at")), name="emergency_takes_time")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.until > timezone.now()
