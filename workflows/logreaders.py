"""Who reads what of the access log. Everything is denied unless a rule here allows it."""

from django.contrib.auth.models import AnonymousUser

from portal.access.models import AUDITOR, Access, AccessQuerySet
from portal.directory.models import Post, User
from workflows.models import Case

_LOG_OF_OWN_CASES = ("civil_affairs_leader",)
_LOG_OF_OWN_READINGS = ("civil_affairs_officer", "police_officer", "police_leader")


def reads_log(post: Post) -> bool:
    """May the post open the access log at all? A system administrator may not."""
    return post.role in (AUDITOR, *_LOG_OF_OWN_CASES, *_LOG_OF_OWN_READINGS)


def log_readable_by(user: User | AnonymousUser) -> AccessQuerySet:
    """The auditor reads all of it, the leader of civil affairs that of the own cases, officers what they did.

    With which papers a search was compared is for the auditor only.
    """
    post = user.acting_post if user.is_authenticated else None
    if post is None or not reads_log(post):
        return Access.objects.none()
    if post.role in _LOG_OF_OWN_CASES:
        return Access.objects.about(Case.objects.visible_to(user).values("pk")).without_comparing()
    readable = Access.objects.visible_to(user)
    return readable if post.role == AUDITOR else readable.without_comparing()
