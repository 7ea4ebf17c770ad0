"""The tables, brought up to date while somebody waits: they are told how far it is, and a kill leaves nothing half.

Nearly all of the time is Django working out what the models of each migration are; writing to the disk is a tenth.
"""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection
from django.db.models.signals import pre_migrate

# What SQLite keeps beside a database while it is open.
BESIDE = ("", "-wal", "-shm", "-journal")


def migrate() -> None:
    """Apply what is missing. Raises DatabaseError, OSError."""
    # Migrations make thousands of models and drop them: a sixth of the time was the collector looking at all the rest.
    gc.collect()
    gc.freeze()
    with _in_one_piece():
        call_command(Telling(), verbosity=0, interactive=False)


class Telling(django_migrate.Command):
    """Django's command, which otherwise says either nothing or a line for each of two hundred migrations."""

    done = total = 0
    app = ""

    def handle(self, *args: Any, **options: Any) -> None:
        pre_migrate.connect(self._plan_is_made)
        try:
            super().handle(*args, **options)
        finally:
            pre_migrate.disconnect(self._plan_is_made)

    def _plan_is_made(self, plan: list[Any], **_more: Any) -> None:
        self.total = len(plan)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_start":
            self.done += 1
            self._tell(migration.app_label)

    def _tell(self, app: str) -> None:
        """One line that counts up on a terminal; in a log, a line for each app."""
        said = f"  {self.done} of {self.total}  {app}"
        if sys.stdout.isatty():
            print(f"\r\033[K{said}", end="\n" if self.done == self.total else "", flush=True)
        elif app != self.app:
            print(said, flush=True)
        self.app = app


@contextmanager
def _in_one_piece() -> Iterator[None]:
    """A new SQLite database is made in a file beside, which gets its name when it is whole.

    Django writes the tables of a migration and the fact that it has done so in two transactions: killed between them,
    it could never go on.
    """
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        yield
        return
    final = Path(connection.settings_dict["NAME"])
    draft = final.with_name(f"{final.name}.new")
    with _written_to(draft):
        yield
    _sync(draft)
    draft.rename(final)
    _sync(final.parent)


@contextmanager
def _written_to(draft: Path) -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    for ending in BESIDE:
        draft.with_name(draft.name + ending).unlink(missing_ok=True)
    connection.settings_dict["NAME"] = draft
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
