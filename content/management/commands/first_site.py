"""Gives a new installation its first pages: `manage.py first_site`. The supervisor calls it for a new database."""

from typing import Any

from django.core.management.base import BaseCommand

from content.models import HomePage
from content.setup import ensure_groups


class Command(BaseCommand):
    help = "Makes home page, policy list, hotlines and the editors' group, unless there is a home page already."

    def handle(self, *args: Any, **options: Any) -> None:
        if not HomePage.objects.exists():
            ensure_groups()
