"""Choosing the post to act in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.middleware import SESSION_KEY
from portal.accounts import sessions
from portal.accounts.requests import AuthenticatedRequest


@login_required
@require_POST
def choose_post(request: AuthenticatedRequest) -> HttpResponse:
    """Act in another of one's own current posts from the next page on."""
    chosen = request.POST.get("post", "")
    post = request.user.posts.current().filter(pk=chosen).first() if chosen.isdecimal() else None
    if post is None:
        messages.error(request, _("That post is not yours, or it has ended. Nothing was changed."))
    else:
        request.session[SESSION_KEY] = post.pk
        sessions.renew(request)
        messages.success(request, _("You are now acting for %(organisation)s.") % {"organisation": post.organisation})
    return HttpResponseRedirect("/desk/")
