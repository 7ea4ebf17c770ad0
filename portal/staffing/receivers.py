"""What happens when a post is written."""

from typing import Any

from django.db.models.signals import post_save

from portal.directory.models import Post
from portal.staffing.leaving import plan_look


def connect() -> None:
    post_save.connect(_saved, sender=Post, dispatch_uid="staffing.post_saved")


def _saved(sender: type[Post], instance: Post, raw: bool = False, **kwargs: Any) -> None:
    """A post that ends, or has ended, is looked after from now on."""
    if instance.ends_on is not None and not raw:
        plan_look()
