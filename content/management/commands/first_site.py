"""Gives an installation its first pages and the groups of its admin. The supervisor calls it after each migration."""

from typing import Any

from django.core.management.base import BaseCommand

from content.models import HomePage
from content.setup import ensure_groups, ensure_site


class Command(BaseCommand):
    help = "Makes home page, policy list and hotlines unless there is a home page already, and the groups of the admin."

    def handle(self, *args: Any, **options: Any) -> None:
        if not HomePage.objects.exists():
            ensure_site()
        ensure_groups()
