"""One session for one person at one device: begun, renewed under a new key, ended from here or from elsewhere."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from importlib import import_module
from time import time

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts import password_age
from portal.accounts.devices import Device, shortened
from portal.accounts.models import SignedIn
from portal.directory.models import User
from portal.notices.services import notify
from portal.privacy.masterkeys import keyed_digest

# What the session keeps.
ROW = "signed_in"
BEGAN_AT = "signed_in_at"
SEEN_AT = "seen_at"
DUE_ON = "password_due_on"
# The device's own cookie: sent to the door only, so that public pages stay the same for everybody.
DEVICE_COOKIE = "device"
DEVICE_COOKIE_PATH = "/accounts/"
REMEMBERED = timedelta(days=365)
# How often "last seen" is written while somebody works.
NOTED_EVERY = 60


def begin(request: HttpRequest, user: User) -> SignedIn:
    """Note the person who has just signed in; on a device that is new to them, tell them."""
    now = time()
    device = Device.of(request.META.get("HTTP_USER_AGENT", ""))
    digest = _device_digest(request)
    is_new = _is_new_to(user, digest)
    if request.session.session_key is None:
        request.session.save()
    moment = timezone.now()
    row = SignedIn.objects.create(
        began_at=moment,
        seen_at=moment,
        user=user,
        session_key=request.session.session_key or "",
        device=digest,
        browser=device.browser,
        system=device.system,
        network=shortened(request.META.get("REMOTE_ADDR", "")),
    )
    due = password_age.due_on(user)
    request.session.update({ROW: row.pk, BEGAN_AT: now, SEEN_AT: now, DUE_ON: due.isoformat() if due else ""})
    if is_new:
        notify([user], key=f"new_device:{row.pk}", template="new_device", words={}, path="/accounts/devices/")
    return row


def renew(request: HttpRequest) -> None:
    """Go on under a new key: whoever knew the old one is outside. Called at each gain or change of rights."""
    request.session.cycle_key()
    follow_key(request)


def follow_key(request: HttpRequest) -> None:
    """The session has a new key already."""
    SignedIn.objects.filter(pk=_row_of(request)).update(session_key=request.session.session_key or "")


def seen(request: HttpRequest) -> None:
    """The person is at work. Written down once a minute at most."""
    now = time()
    if now - request.session.get(SEEN_AT, 0) >= NOTED_EVERY:
        request.session[SEEN_AT] = now
        SignedIn.objects.filter(pk=_row_of(request)).update(seen_at=timezone.now())


def run_out(request: HttpRequest) -> str:
    """Why the session is over by itself: `idle`, `age`, or empty while it is not."""
    now = time()
    if now - request.session.get(BEGAN_AT, now) > settings.SESSION_COOKIE_AGE:
        return "age"
    return "idle" if now - request.session.get(SEEN_AT, now) > settings.IDLE_SECONDS else ""


def ended(request: HttpRequest) -> None:
    """The person signs out, or the session has run out."""
    SignedIn.objects.filter(pk=_row_of(request), ended_at=None).update(ended_at=timezone.now())


def end(rows: Iterable[SignedIn]) -> int:
    """Sign these out, wherever they are. Returns how many."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    found = list(rows)
    for row in found:
        if row.session_key:
            store(row.session_key).delete()
    return SignedIn.objects.filter(pk__in=[row.pk for row in found]).update(ended_at=timezone.now(), session_key="")


def end_others(request: HttpRequest, user: User) -> int:
    """Sign the person out everywhere but here."""
    return end(SignedIn.objects.filter(user=user, ended_at=None).exclude(pk=_row_of(request)))


def end_all(user: User) -> int:
    return end(SignedIn.objects.filter(user=user, ended_at=None))


def known_device(request: HttpRequest, username: str) -> str:
    """The digest of this device, when that person has signed in on it before; else empty."""
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    if not token:
        return ""
    digest = keyed_digest(token, "device")
    return digest if SignedIn.objects.filter(user__username=username, device=digest).exists() else ""


def _row_of(request: HttpRequest) -> int:
    return int(request.session.get(ROW) or 0)


def _device_digest(request: HttpRequest) -> str:
    token = request.COOKIES.get(DEVICE_COOKIE, "")
    if len(token) < 20:
        token = secrets.token_urlsafe(24)
        # Set by the middleware, because a receiver has no response.
        request.META["portal.new_device"] = token
    return keyed_digest(token, "device")


def _is_new_to(user: User, digest: str) -> bool:
    before = SignedIn.objects.filter(user=user)
    before.filter(seen_at__lt=timezone.now() - REMEMBERED).delete()
    return before.exists() and not before.filter(device=digest).exists()
