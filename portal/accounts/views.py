"""Signing in and out, choosing a post, changing the password."""

from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access.middleware import SESSION_KEY
from portal.accounts.forms import SignInForm
from portal.directory.models import User


class AuthenticatedRequest(HttpRequest):
    """For the types only: what a view behind `login_required` is given."""

    user: User


class SignIn(views.LoginView):
    """The one door: for the desk and for the editors' admin alike."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """By POST only. The browser is told to forget what it kept of this site's pages."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


class ChangePassword(views.PasswordChangeView):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("after_sign_in")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password has been changed. Other devices have been signed out."))
        return response


@login_required
def after_sign_in(request: AuthenticatedRequest) -> HttpResponse:
    """Whoever holds a post goes to the desk; an editor without one to the admin."""
    if request.user.acting_post is None and request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return HttpResponseRedirect("/desk/")


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
        messages.success(request, _("You are now acting for %(organisation)s.") % {"organisation": post.organisation})
    return HttpResponseRedirect("/desk/")
