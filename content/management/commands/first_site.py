"""Gives an installation its first pages, the groups of its admin and the holidays of this year.

The supervisor calls it after each migration, and at each other start with `--unless-there`.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from content.languages import ensure_locales
from content.models import HomePage
from content.models.search import bring_up_to_date
from content.setup import ensure_groups, ensure_site
from portal.calendar.importing import import_missing


class Command(BaseCommand):
    help = (
        "Makes locales, home page, policy list and hotlines unless there is a home page; groups; holidays; the search."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--unless-there", action="store_true", help="do nothing when there is a home page")

    def handle(self, *args: Any, unless_there: bool = False, **options: Any) -> None:
        ensure_locales()
        self._make(unless_there)
        # Page by page: whoever is killed meanwhile goes on from there.
        bring_up_to_date()

    # All or nothing: whoever is killed meanwhile begins again.
    @transaction.atomic
    def _make(self, unless_there: bool) -> None:
        there = HomePage.objects.exists()
        if there and unless_there:
            return
        if not there:
            ensure_site()
        ensure_groups()
        import_missing()
