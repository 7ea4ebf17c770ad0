"""People with an account, and the post they act in now."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.directory.models.post import Post


class User(AbstractUser):
    """An account of one person. What the person may do comes from the post acted in, never from the account."""

    name = models.CharField(_("full name"), max_length=60, blank=True)

    _acting_post: "Post | None" = None
    _current_posts: "list[Post] | None" = None

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """What Wagtail calls the person."""
        return self.name

    @property
    def acting_post(self) -> "Post | None":
        """The post this person acts in now: the one chosen for the session, else the oldest current one."""
        if self._acting_post is None:
            self._acting_post = next(iter(self.current_posts()), None)
        return self._acting_post

    def current_posts(self) -> "list[Post]":
        """The posts held today, the oldest first. Looked up once for each time the person is read."""
        if self._current_posts is None:
            self._current_posts = self.posts.all().with_places_of_work()
        return self._current_posts

    def act_in(self, post_id: int) -> bool:
        """Choose the post for this request. False for one that has ended, has not begun, or is somebody else's."""
        chosen = next((post for post in self.current_posts() if post.pk == post_id), None)
        if chosen is None:
            return False
        self._acting_post = chosen
        return True
