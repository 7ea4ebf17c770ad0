"""Asking for the code, setting up an app, new recovery codes, and the administrator's reset."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from portal.access.refusal import Refused
from portal.accounts import entry, failures, second_factor, sessions, totp
from portal.accounts.forms import CodeForm
from portal.accounts.requests import AuthenticatedRequest
from portal.directory.models import User
from portal.preferences import return_address

# In the session: the present factor was shown for this, so another may take its place.
MAY_REPLACE = "may_replace_second_factor"


@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """The code, after the password; or in a session that has not passed it yet."""
    inside = request.user if isinstance(request.user, User) else None
    user = inside or entry.half_signed_in(request)
    if user is None:
        messages.info(request, _("Please begin again with name and password."))
        return redirect("sign_in")
    form = CodeForm(request.POST or None, request=request, user=user)
    if request.method == "POST" and form.is_valid():
        if inside is None:
            return entry.complete(request, user)
        second_factor.note_passed(request)
        return _onward(request)
    if form.has_error("code", "wrong"):
        failures.note(user, failures.CODE)
    return render(request, "accounts/second_step.html", {"form": form, "next": _place(request)})


@login_required
def overview(request: AuthenticatedRequest) -> HttpResponse:
    context = {
        "factor": getattr(request.user, "second_factor", None),
        "left": second_factor.recovery_codes_left(request.user),
        "form": CodeForm(request=request, user=request.user),
        "is_required_here": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "accounts/second_factor.html", context)


@login_required
@sensitive_post_parameters()
def set_up(request: AuthenticatedRequest) -> HttpResponse:
    """Show the key, and take it into use when the app answers with the right code."""
    if second_factor.is_set(request.user) and not request.session.get(MAY_REPLACE):
        return redirect("second_factor")
    secret = second_factor.secret_to_set_up(request, request.user)
    form = CodeForm(request.POST or None, request=request, user=request.user, check=None)
    if request.method == "POST" and form.is_valid():
        codes = second_factor.set_up(request.user, secret, form.cleaned_data["code"])
        if codes is not None:
            request.session.pop(MAY_REPLACE, None)
            second_factor.note_passed(request)
            sessions.end_others(request, request.user)
            return _show(request, codes)
        form.refuse()
    return render(request, "accounts/set_up_second_factor.html", {"form": form, **_offer(request, secret)})


@login_required
@require_POST
@sensitive_post_parameters()
def with_code(request: AuthenticatedRequest) -> HttpResponse:
    """What the present factor must be shown for: a new sheet of recovery codes, or another app."""
    form = CodeForm(request.POST, request=request, user=request.user)
    if not form.is_valid():
        for problem in form.errors["code"]:
            messages.error(request, str(problem))
        return redirect("second_factor")
    if request.POST.get("wanted") == "codes":
        return _show(request, second_factor.new_recovery_codes(request.user))
    # Under a new key, so that another secret is offered than the one in use.
    second_factor.note_passed(request)
    request.session[MAY_REPLACE] = True
    return redirect("set_up_second_factor")


@login_required
def reset(request: AuthenticatedRequest, user_id: int) -> HttpResponse:
    if not request.user.has_perm("directory.change_user"):
        raise PermissionDenied
    person = get_object_or_404(User, pk=user_id)
    if request.method == "POST":
        try:
            second_factor.reset(person, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused.sentence))
        else:
            messages.success(request, _("The second factor is reset. It is set up anew at the next sign-in."))
        return HttpResponseRedirect(reverse("wagtailusers_users:edit", args=[person.pk]))
    return render(request, "accounts/reset_second_factor.html", {"person": person})


def _offer(request: AuthenticatedRequest, secret: bytes) -> dict[str, Any]:
    uri = totp.address(secret, account=request.user.username, issuer=settings.WAGTAIL_SITE_NAME)
    return {
        "picture": segno.make(uri, error="m").svg_data_uri(scale=5, border=2, light="#fff"),
        "key": totp.typed_key(secret),
        "next": _place(request),
    }


def _show(request: AuthenticatedRequest, codes: list[str]) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": _place(request)})


def _place(request: HttpRequest) -> str:
    """Where to go on to; empty when nowhere in particular."""
    return return_address(request, default="")


def _onward(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(_place(request) or reverse("after_sign_in"))
