"""`manage.py work`: the worker with its watchdog, the only way to start django-q2."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.jobs.watchdog import Watchdog
from portal.privacy import readiness


class Command(BaseCommand):
    help = "Do the background work, and keep doing it whatever is killed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if sentence := readiness.obstacle():
            raise CommandError(sentence)
        Watchdog().run()
