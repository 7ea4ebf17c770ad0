"""What must be true before the first page: tables, static files, something to look at. Each step only when needed."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from redis.exceptions import RedisError

from portal.privacy import readiness
from portal.supervisor import ground
from portal.supervisor.ground import NotReady
from portal.supervisor.migrating import migrate


def prepare() -> None:
    """Raises NotReady."""
    ground.check_room(settings.DATA_DIR)
    _check_redis()
    try:
        _prepare_database()
        collect_static_files()
    except DatabaseError as error:
        raise NotReady(_sentence(error)) from error
    except OSError as error:
        raise NotReady(f"{error.filename or settings.DATA_DIR} cannot be written: {error.strerror}.") from error
    connection.close()


def _check_redis() -> None:
    if settings.REDIS_URL:
        try:
            cache.get("prepare")
        except (RedisError, ValueError) as error:
            raise NotReady(
                f"Redis cannot be used: {str(error).rstrip('.')}. Does REDIS_URL name it rightly, is it running?"
            ) from error


def _prepare_database() -> None:
    is_changed = bool(unapplied_migrations())
    if is_changed:
        print("Preparing the database …", flush=True)
        migrate()
    if "first_site" in get_commands():
        # Also when nothing has changed: who was killed between the tables and the first page has no page yet.
        call_command("first_site", unless_there=not is_changed)
    # Begins to write, so that a database which can only be read is found out now and not by a report.
    with transaction.atomic():
        pass
    if sentence := readiness.obstacle():
        raise NotReady(sentence)
    if settings.DEMO_WHEN_EMPTY and "load_demo" in get_commands() and _is_empty():
        print("Loading the demo prefecture …", flush=True)
        # Its sign-ins are told with the addresses.
        call_command("load_demo", size="small", verbosity=0)


def unapplied_migrations() -> set[tuple[str, str]]:
    """Migrations whose file is there and whose row is not: names only, so no migration is imported."""
    on_disk = {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in Path(config.path, "migrations").glob("[0-9]*.py")
    }
    recorder = MigrationRecorder(connection)
    return on_disk - set(recorder.applied_migrations())


def _is_empty() -> bool:
    from portal.directory.models import Organisation, User

    return not (User.objects.exists() or Organisation.objects.exists())


def collect_static_files() -> bool:
    """Copy static files to where they are served from, when one of ours or the set of packages has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)
    return True


def _fingerprint() -> str:
    root = Path(settings.PROJECT_DIR)
    digest = hashlib.sha256((root / "requirements.lock").read_bytes())
    digest.update(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    ours = [*root.glob("portal/static/**/*"), *root.glob("*/static/**/*"), *root.glob("*/*/static/**/*")]
    for path in sorted(set(ours)):
        digest.update(f"{path.relative_to(root)} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sentence(error: DatabaseError) -> str:
    """What went wrong, and where to look; the first line is the database's own."""
    said = str(error).strip().split("\n")[0]
    if connection.vendor == "sqlite":
        hint = (
            f"It is the file {connection.settings_dict['NAME']}: is there room on its disk, may this user write to it?"
        )
    else:
        hint = "Does DATABASE_URL name it rightly, and is its server running?"
    return f"The database cannot be used ({type(error).__name__}): {said}. {hint}"
