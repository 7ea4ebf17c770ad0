"""Posts that an administrator can neither give nor take: they are appointed on the server."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.directory.roles import ADMINISTRATOR_ROLES, APPOINTED_ROLES

if TYPE_CHECKING:
    from portal.directory.models.post import Post

_FIXED = ("user_id", "organisation_id", "role", "starts_on", "ends_on")


def problem_with(post: "Post", before: "Post | None", others: "list[Post]") -> str | Promise | None:
    """Why the post cannot be saved from a form or a list, or None.

    `before` is how it stands in the database, `others` are the person's other posts of today.
    """
    appointed = {post.role, before.role if before else post.role} & APPOINTED_ROLES
    if appointed and (before is None or any(getattr(before, name) != getattr(post, name) for name in _FIXED)):
        return _("Log auditors are appointed and dismissed on the server only: manage.py log_auditor.")
    if post.role in ADMINISTRATOR_ROLES and any(other.role in APPOINTED_ROLES for other in others):
        return _("This person is a log auditor. Who audits the portal administers none of it.")
    return None
