"""What happens whenever somebody has signed in or out, by whichever door."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from portal.accounts import acting, sessions
from portal.directory.models import User


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")


def _signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request, user)
    acting.begin(request, user)


def _signed_out(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    # Sent before the session is emptied.
    sessions.ended(request)
