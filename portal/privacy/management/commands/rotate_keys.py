"""`manage.py rotate_keys`: wrap every data key under the current master key; killed, it is simply started again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.privacy import rotation
from portal.privacy.keyproviders import MissingMasterKey


class Command(BaseCommand):
    help = "Wrap every data key under the current master key. May be stopped and started again at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, unreadable = rotation.outdated().count(), 0, 0
        try:
            for step in rotation.steps():
                done += step.rewrapped
                unreadable += step.unreadable
                self.stdout.write(f"{done} of {total} data keys are wrapped anew.")
        except MissingMasterKey as error:
            raise CommandError(f"{error} Add it and start again; what is done stays done.") from None
        self.stdout.write("Every other data key is wrapped under the current version." if unreadable else "Done.")
        if unreadable:
            raise CommandError(f"{unreadable} data keys do not open and stay as they are: damaged or changed.")
