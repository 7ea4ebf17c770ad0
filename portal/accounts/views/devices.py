"""Where one is signed in, and signing out there."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.accounts import sessions
from portal.accounts.devices import Device
from portal.accounts.models import SignedIn
from portal.accounts.requests import AuthenticatedRequest


@dataclass(frozen=True)
class DeviceRow:
    signed_in: SignedIn
    device: Device
    is_here: bool


@login_required
@require_safe
def device_list(request: AuthenticatedRequest) -> HttpResponse:
    here = request.session.get(sessions.ROW)
    rows = [
        DeviceRow(row, Device(row.browser, row.system), is_here=row.pk == here)
        for row in SignedIn.objects.visible_to(request.user).open()
    ]
    return render(request, "accounts/devices.html", {"rows": rows, "has_others": any(not row.is_here for row in rows)})


@login_required
@require_POST
def end_device(request: AuthenticatedRequest, signed_in_id: int) -> HttpResponse:
    row = SignedIn.objects.visible_to(request.user).filter(pk=signed_in_id, ended_at=None).first()
    if row is None or row.pk == request.session.get(sessions.ROW):
        raise Http404
    sessions.end([row])
    messages.success(request, _("That device has been signed out."))
    return redirect("devices")


@login_required
@require_POST
def end_other_devices(request: AuthenticatedRequest) -> HttpResponse:
    n = sessions.end_others(request, request.user)
    done = ngettext("%(n)d other device has been signed out.", "%(n)d other devices have been signed out.", n)
    messages.success(request, done % {"n": n})
    return redirect("devices")
