"""Saying what went wrong without saying about whom.

The text of an exception may quote what a child's file says, so only its class and the place in our code are kept.
"""

import traceback
from pathlib import Path

from django.conf import settings

LONGEST = 300


def describe(error: BaseException) -> str:
    """For example `IntegrityError at workflows/services.py:120 in accept_task`."""
    name = type(error).__name__
    place = _innermost_place_of_ours(error)
    return (f"{name} at {place}" if place else name)[:LONGEST]


def _innermost_place_of_ours(error: BaseException) -> str:
    root = Path(settings.PROJECT_DIR)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(root) and not any(part.startswith(".") for part in path.relative_to(root).parts):
            return f"{path.relative_to(root)}:{frame.lineno} in {frame.name}"
    return ""
