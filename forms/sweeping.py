"""Finding what does not belong together: sealed files without a row, rows without a sealed file."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.files.storage import Storage

from forms.models import StoredFile


def paths_without_row(storage: Storage, *, older_than: datetime) -> Iterator[str]:
    """Paths of sealed files that no row names. Young ones are left alone: their row may be about to be written."""
    for folder in sorted(_folders(storage)):
        paths = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        named = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
        yield from (path for path in paths if path not in named and storage.get_modified_time(path) < older_than)


def rows_without_path(storage: Storage, files: Iterable[StoredFile]) -> Iterator[StoredFile]:
    return (file for file in files if not storage.exists(file.path))


def _folders(storage: Storage) -> list[str]:
    try:
        return list(storage.listdir("")[0])
    except FileNotFoundError:
        # Nothing was ever stored.
        return []
