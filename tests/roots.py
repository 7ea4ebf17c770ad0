"""The root of all pages, for tests that commit: each of them leaves every table empty."""

from django.conf import settings
from wagtail.models import Locale, Page


def ensure_root() -> None:
    """Makes what migrations once put there, when a test before this one has emptied all tables."""
    if not Page.objects.exists():
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        Page.add_root(title="Root", slug="root")
