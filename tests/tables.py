"""All tables, empty, in an SQLite database: made once from the migrations, then copied.

Working out the migrations takes longer than a hundred tests, and every portal that a test starts would do it again.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "tables"
MAKE = "import django; django.setup(); from portal.supervisor.migrating import migrate; migrate()"


def copied(data: Path, settings: str) -> None:
    """Put a database and the secrets that its keys are sealed with into a data folder that has none yet."""
    made = _made(settings)
    data.mkdir(parents=True, exist_ok=True)
    if (made / "secrets").exists():
        shutil.copytree(made / "secrets", data / "secrets")
    copied_database(data / "db.sqlite3", settings)


def copied_database(file: Path, settings: str) -> None:
    """Put the database alone into that file, whatever was there."""
    file.unlink(missing_ok=True)
    source = _made(settings) / "db.sqlite3"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(file)) as new:
        old.backup(new)


def _made(settings: str) -> Path:
    """A data folder with that database; whoever comes first makes it, the others wait."""
    folder = KEPT / f"{settings}-{_digest()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{settings}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for outdated in KEPT.glob(f"{settings}-*"):
                shutil.rmtree(outdated)
            _make(folder, settings)
    return folder


def _make(folder: Path, settings: str) -> None:
    draft = folder.with_name(f"draft-{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    environment = {**outside, "DATA_DIR": str(draft), "DJANGO_SETTINGS_MODULE": settings}
    subprocess.run(  # noqa: S603 -- our own words
        [sys.executable, "-c", MAKE], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    draft.rename(folder)


def _digest() -> str:
    """Changes with every migration, of ours and of the packages, and with what is done after them."""
    digest = hashlib.sha256()
    folders = (Path(config.path, "migrations") for config in apps.get_app_configs())
    for path in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(f"{path.parent.parent.name}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
