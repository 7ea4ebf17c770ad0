"""How many notices are unread, asked every few seconds by every open page of the desk: it must cost next to nothing.

The first time the desk answers, as any page of it. For half a minute after that this process knows whose session it is,
as long as it comes from the same address, and only counts: no session is opened, nobody is loaded, no page is made.
"""

import hashlib
from collections.abc import Callable
from threading import Lock
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from portal.chrome import MANY
from portal.directory.models import User
from portal.notices.models import Notice

ADDRESS = "/desk/notices/unread/"
# Seconds. So long the number of unread notices, and nothing else, may still be told after a session has ended.
REMEMBERED = 30.0
MOST = 20_000

_known: dict[bytes, tuple[int, float]] = {}
_writing = Lock()


class NoticePollMiddleware:
    """Stands before everything that costs something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == ADDRESS and request.method == "GET":
            user, until = _known.get(_who(request), (0, 0.0))
            if until > monotonic():
                return answer(user)
        return self.get_response(request)


def remember(request: HttpRequest, user: User) -> None:
    """Whoever calls has let the person in, by all that guards the desk."""
    with _writing:
        if len(_known) >= MOST:
            _known.clear()
        _known[_who(request)] = (user.pk, monotonic() + REMEMBERED)


def forget_all() -> None:
    with _writing:
        _known.clear()


def answer(user: int) -> JsonResponse:
    """`unread`, as it stands beside the notices in the navigation, and whether there are `more`."""
    unread = unread_count(user)
    headers = {"Cache-Control": "no-store, private", "X-Content-Type-Options": "nosniff"}
    return JsonResponse({"unread": unread, "more": unread >= MANY}, headers=headers)


def unread_count(user: User | int) -> int:
    """As many as are worth counting; `MANY` when there are that many or more. One range of one index."""
    unread = Notice.objects.filter(user=user, read_at=None).order_by("-made_at", "-pk")
    return len(unread.values_list("pk", flat=True)[:MANY])


def _who(request: HttpRequest) -> bytes:
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return hashlib.sha256(f"{request.META.get('REMOTE_ADDR', '')} {session}".encode()).digest()
