"""Who comes to the API with the rights of the desk."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from portal.directory.models import Post, User
from portal.jsonapi import Problem


def at_desk(request: HttpRequest) -> Post:
    """The acting post of who is signed in. Raises Problem."""
    if not isinstance(request.user, User):
        raise Problem(401, "not_signed_in", _("Sign in first."))
    if request.user.acting_post is None:
        raise Problem(403, "no_post", _("You hold no post at present. Ask your administrator."))
    return request.user.acting_post


def demand_own_page(request: HttpRequest) -> None:
    """What changes something is not done by a page of another site with the reader's cookies. Raises Problem."""
    # Read before the check looks for the token in it: afterwards nobody could.
    _body = request.body
    if check_csrf(request) is not None:
        raise Problem(403, "csrf", _("Send the token of the cookie “csrftoken” as X-CSRFToken."))
