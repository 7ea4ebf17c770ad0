"""What happens whenever somebody has signed in or out, by whichever door."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from portal.accounts import acting, failures, sessions
from portal.directory.models import User


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_login_failed.connect(_failed, dispatch_uid="accounts.failed")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")


def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request, user)
    acting.begin(request, user)


def _failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    name = credentials.get(User.USERNAME_FIELD)
    user = User.objects.filter(username=name).first() if isinstance(name, str) else None
    failures.note(user, failures.PASSWORD)


def _signed_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    # Sent before the session is emptied.
    sessions.ended(request)
