"""The post of a session: chosen when there are several, and over when the post is over."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.access.middleware import SESSION_KEY
from portal.accounts import sessions
from portal.directory.models import Post, User


def begin(request: HttpRequest, user: User) -> None:
    """At sign-in: who holds one post acts in it, who holds several chooses."""
    _take_the_only_one(request, user)


def choose(request: HttpRequest, post: Post) -> None:
    request.session[SESSION_KEY] = post.pk
    sessions.renew(request)


def has_ended(request: HttpRequest, user: User) -> bool:
    """Is the session's post over since the last page, at midnight? Then the person is told, once, and acts in none."""
    chosen = request.session.get(SESSION_KEY)
    if chosen is None or (user.acting_post is not None and user.acting_post.pk == chosen):
        return False
    del request.session[SESSION_KEY]
    sessions.renew(request)
    messages.warning(request, _what_became_of(user, chosen))
    return True


def must_choose(request: HttpRequest, user: User) -> bool:
    """Does the person hold several posts and act in none of them yet?"""
    if request.session.get(SESSION_KEY) is not None:
        return False
    return _take_the_only_one(request, user)


def _take_the_only_one(request: HttpRequest, user: User) -> bool:
    """True when there are several."""
    posts = list(user.posts.current().values_list("pk", flat=True)[:2])
    if len(posts) == 1:
        request.session[SESSION_KEY] = posts[0]
    return len(posts) > 1


def _what_became_of(user: User, post_id: int) -> str:
    post = user.posts.filter(pk=post_id).select_related("organisation").first()
    if post is None or post.ends_on is None or post.ends_on >= timezone.localdate():
        return _("The post you were acting in is no longer yours. Nothing was done in it.")
    words = {
        "organisation": post.organisation,
        "role": post.get_role_display(),
        "day": formats.date_format(post.ends_on, "DATE_FORMAT"),
    }
    return _("Your post at %(organisation)s (%(role)s) ended on %(day)s. Nothing is done in it any more.") % words
