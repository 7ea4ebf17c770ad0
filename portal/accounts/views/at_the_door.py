"""Signing in and out, and staying."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts import duties, entry, password_age, single_sign_on
from portal.accounts.forms import SignInForm
from portal.accounts.requests import AuthenticatedRequest


class SignIn(views.LoginView):
    """The one door: for the desk and for the editors' admin alike."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "second_factor_is_off": not settings.SECOND_FACTOR_REQUIRED,
            "single_sign_on": settings.OIDC_NAME if single_sign_on.is_offered() else "",
        }
        return super().get_context_data(**words, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        return entry.proceed(self.request, user, backend=user.backend, place=self.get_redirect_url())


class SignOut(views.LogoutView):
    """By POST only. The browser is told to forget what it kept of this site's pages."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


@login_required
def after_sign_in(request: AuthenticatedRequest) -> HttpResponse:
    """Whoever holds a post goes to the desk; an editor without one to the admin."""
    due = duties.password_due(request)
    if due is not None and password_age.warned_of(due) and not duties.password_is_due(request):
        day = formats.date_format(due, "DATE_FORMAT")
        messages.warning(request, _("Your password is good until %(day)s. Change it in good time.") % {"day": day})
    if request.user.acting_post is None and request.user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    return HttpResponseRedirect("/desk/")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The person is still there. That this was asked is all that it takes (portal/accounts/clock.py)."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
