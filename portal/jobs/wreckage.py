"""What a worker command leaves when it is killed with kill -9: jobs it held. Whoever comes next takes them back.

Each cluster has a file that is locked as long as one of its processes lives; the lock goes with the last of them.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from portal.jobs import claims


class Nameplate:
    """Holds the file of a cluster while the cluster and its forked children live."""

    def __init__(self, cluster: str) -> None:
        self._path = _folder() / cluster

    def __enter__(self) -> Self:
        draft = self._path.with_name(f".{self._path.name}")
        self._file = os.open(draft, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        draft.rename(self._path)  # seen by others only when it is locked
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def clear_wreckage() -> None:
    """Release the jobs of every cluster on this host whose processes are all gone."""
    for path in _folder().glob("[!.]*"):
        if _nobody_holds(path):
            claims.release_all_of(path.name)
            path.unlink(missing_ok=True)


def _nobody_holds(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "run" / "clusters"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
