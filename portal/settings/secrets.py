"""Secrets of an embedded installation: made once, kept in the data folder, readable by its owner only.

Production takes its secrets from the environment and never calls this.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(folder: Path, name: str) -> str:
    """The secret of that name, made on first use. Two processes that start at once read the same one."""
    path = folder / "secrets" / name
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret {path} cannot be read or made: {error.strerror}.") from error


def _write_once(path: Path, value: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(value)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
