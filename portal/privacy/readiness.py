"""Can everything that lies sealed in the database be opened here?"""

from portal.privacy.keyproviders import MissingMasterKey, Wrapped, WrongMasterKey, provider
from portal.privacy.models import DataKey, IndexKey

# A single damaged row must not keep the portal from starting; this many in a row are a wrong key.
TRIED = 5


def obstacle() -> str | None:
    """Why the portal must not start with these master keys, in one sentence; None when nothing is in the way."""
    for version in DataKey.objects.versions_in_use():
        if version not in provider().versions:
            return (
                f"Master key version {version} is missing, and {_count(version)} data keys are wrapped under it: "
                "add that version to MASTER_KEYS or MASTER_KEYS_FILE and start again."
            )
        if not _opens(version):
            return (
                f"Master key version {version} is not the one this database was sealed with: "
                "put the right key for that version into MASTER_KEYS or MASTER_KEYS_FILE and start again."
            )
    if not IndexKey.objects.filter(purpose="").exists():
        return "The index key is missing from the database: run manage.py migrate, or restore the table from a backup."
    return None


def _count(version: str) -> int:
    return DataKey.objects.alive().filter(master_version=version).count()


def _opens(version: str) -> bool:
    keys = DataKey.objects.alive().filter(master_version=version)[:TRIED]
    return any(_unwraps(key) for key in keys)


def _unwraps(key: DataKey) -> bool:
    wrapped = Wrapped(bytes(key.wrapped or b""), key.master_version, key.wrapping)
    try:
        provider().unwrap(wrapped, context=key.id.bytes)
    except (MissingMasterKey, WrongMasterKey):
        return False
    return True
