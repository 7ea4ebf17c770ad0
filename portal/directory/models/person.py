"""People, and the posts they act in."""

from typing import Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.directory.models.organisation import Organisation
from portal.directory.roles import role_choices


class User(AbstractUser):
    """An account of one person. What the person may do comes from the post acted in, never from the account."""

    name = models.CharField(_("full name"), max_length=60, blank=True)

    _acting_post: "Post | None" = None

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """What Wagtail calls the person."""
        return self.name

    @property
    def acting_post(self) -> "Post | None":
        """The post this person acts in now: the one chosen for the session, else the oldest current one."""
        if self._acting_post is None:
            self._acting_post = self.posts.current().select_related("organisation__area").first()
        return self._acting_post

    def act_in(self, post_id: int) -> None:
        """Choose the post for this request. A post that has ended, or is somebody else's, is not taken."""
        chosen = self.posts.current().filter(pk=post_id).select_related("organisation__area").first()
        if chosen is not None:
            self._acting_post = chosen


class PostQuerySet(models.QuerySet["Post"]):
    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)


class Post(models.Model):
    """One person in one organisation in one role, from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=40, choices=role_choices)
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=60, blank=True)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="post_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation}"
