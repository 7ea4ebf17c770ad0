"""What the session knows: which report a code has opened, for a quarter of an hour; never the code."""

import secrets
from datetime import timedelta
from time import time

from django.http import HttpRequest

from forms.models import Submission

SESSION_KEY = "following"
ONCE = "follow_once"
REMEMBERED = timedelta(minutes=15)


def remember(request: HttpRequest, submission: Submission | None) -> None:
    """What a code has found, also nothing."""
    request.session[SESSION_KEY] = {"report": str(submission.pk) if submission else "", "at": time()}


def remembered(request: HttpRequest) -> str | None:
    """The report the session has looked up, "" for a code nobody has, None when it has not looked up any."""
    looked = request.session.get(SESSION_KEY)
    if not isinstance(looked, dict) or time() - looked["at"] > REMEMBERED.total_seconds():
        return None
    return str(looked["report"])


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def followed(request: HttpRequest) -> Submission | None:
    looked = remembered(request)
    return Submission.objects.filter(pk=looked).first() if looked else None


def once(request: HttpRequest) -> str:
    """A word for a form that may be sent one time: sending it again by the browser's “back” brings nothing."""
    request.session[ONCE] = secrets.token_urlsafe(16)
    return str(request.session[ONCE])


def use_up(request: HttpRequest, typed: str) -> bool:
    """Was this the word of the newest form? It is none any more."""
    word = request.session.pop(ONCE, None)
    return isinstance(word, str) and secrets.compare_digest(word.encode(), typed.encode())
