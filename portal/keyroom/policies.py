"""Who may look after the master keys."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from portal.directory.models import User


def may_look_after_keys(user: AbstractBaseUser | AnonymousUser) -> bool:
    """System administrators, by the post they act in; no permission given in the admin is enough."""
    if not isinstance(user, User) or not user.is_active:
        return False
    post = user.acting_post
    return post is not None and post.role == "system_administrator"
