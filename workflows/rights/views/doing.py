"""Doing what a button asks for, and saying what came of it."""

from collections.abc import Callable

from django.contrib import messages

from portal.access.refusal import Refused
from workflows.desk.access import DeskRequest


def do(request: DeskRequest, work: Callable[[], object], done: str = "") -> bool:
    """Whether it was done; when it was refused the person reads why, and else `done`."""
    try:
        work()
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return False
    if done:
        messages.success(request, done)
    return True
