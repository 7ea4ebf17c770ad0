"""Choosing the post to act in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts import acting
from portal.accounts.requests import AuthenticatedRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: AuthenticatedRequest) -> HttpResponse:
    """GET shows one's own current posts; POST acts in one of them from the next page on."""
    place = _place(request)
    if request.method != "POST":
        posts = request.user.posts.current().select_related("organisation")
        return render(request, "accounts/choose_post.html", {"posts": posts, "next": place})
    chosen = request.POST.get("post", "")
    post = request.user.posts.current().filter(pk=chosen).first() if chosen.isdecimal() else None
    if post is None:
        messages.error(request, _("That post is not yours, or it has ended. Nothing was changed."))
        return redirect("choose_post")
    acting.choose(request, post)
    messages.success(request, _("You are now acting for %(organisation)s.") % {"organisation": post.organisation})
    return HttpResponseRedirect(place)


def _place(request: AuthenticatedRequest) -> str:
    """Where the person was going."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if is_here else "/desk/"
