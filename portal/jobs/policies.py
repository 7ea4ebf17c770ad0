"""Who may look after background work."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from portal.directory.models import User

PERMISSION = "jobs.change_job"


def may_look_after_jobs(user: AbstractBaseUser | AnonymousUser) -> bool:
    """System administrators, by the post they act in or by a permission given in the admin."""
    if not isinstance(user, User) or not user.is_active:
        return False
    post = user.acting_post
    return user.has_perm(PERMISSION) or (post is not None and post.role == "system_administrator")
