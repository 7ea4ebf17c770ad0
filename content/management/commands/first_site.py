"""Gives an installation its first pages, the groups of its admin and the holidays of this year.

The supervisor calls it after each migration.
"""

from typing import Any

from django.core.management.base import BaseCommand

from content.models import HomePage
from content.setup import ensure_groups, ensure_site
from portal.calendar.importing import import_missing


class Command(BaseCommand):
    help = "Makes home page, policy list and hotlines unless there is a home page; groups of the admin; holidays."

    def handle(self, *args: Any, **options: Any) -> None:
        if not HomePage.objects.exists():
            ensure_site()
        ensure_groups()
        import_missing()
