"""The least that Django can do, behind the portal's middleware: what everything else is compared with."""

import secrets
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def insert(request: HttpRequest) -> HttpResponse:
    """One row, one transaction; the request has passed the check of the form token."""
    write_row()
    return HttpResponse("written")


def write_row() -> None:
    expires = timezone.now() + timedelta(minutes=1)
    Session.objects.create(session_key=secrets.token_hex(16), session_data="", expire_date=expires)
