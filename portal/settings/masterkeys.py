"""The master keys as a setting: from MASTER_KEYS, or from a file or folder that only the portal may read.

Whatever is wrong is said with the version or the place, never with what stands there: it may be a key.
"""

import re
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment

SHORTEST = 32
VERSION = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
WRITE = "Write version=key pairs, for example 1=<48 random characters>."


class MasterKeys(Mapping[str, str]):
    """Master keys by version; the highest version seals what is new unless another is named.

    Printed, it shows the versions and never a key, so that a dump of the settings gives nothing away.
    """

    def __init__(self, keys: Mapping[str, str], current: str = "", *, source: str = "MASTER_KEYS") -> None:
        _check(keys, source)
        self._keys = {version: keys[version] for version in sorted(keys, key=int)}
        self.current = current or list(self._keys)[-1]
        if self.current not in self._keys:
            raise ImproperlyConfigured(
                f"MASTER_KEY_CURRENT names version {self.current}, which {source} does not have."
            )

    def __getitem__(self, version: str) -> str:
        return self._keys[version]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"<master keys, versions {', '.join(self._keys)}, current {self.current}>"


def from_environment(default: Callable[[], Mapping[str, str]] | None = None) -> MasterKeys:
    """What MASTER_KEYS or MASTER_KEYS_FILE says; without either, what `default` makes. Raises ImproperlyConfigured."""
    current = environment.text("MASTER_KEY_CURRENT", "")
    pairs, path = environment.words("MASTER_KEYS"), environment.text("MASTER_KEYS_FILE", "")
    if pairs and path:
        raise ImproperlyConfigured("MASTER_KEYS and MASTER_KEYS_FILE are both set. Keep one of them.")
    if path:
        return MasterKeys(_read(Path(path)), current, source="MASTER_KEYS_FILE")
    if pairs:
        return MasterKeys(_pairs(pairs, "MASTER_KEYS"), current)
    if default is None:
        raise ImproperlyConfigured(f"MASTER_KEYS is not set, nor is MASTER_KEYS_FILE. {WRITE}")
    return MasterKeys(default(), current)


def _check(keys: Mapping[str, str], source: str) -> None:
    if not keys:
        raise ImproperlyConfigured(f"{source} has no key. {WRITE}")
    if wrong := [version for version in keys if not VERSION.fullmatch(version)]:
        raise ImproperlyConfigured(f"{source} has {len(wrong)} versions that are no whole number from 1 up. {WRITE}")
    if short := [version for version, key in keys.items() if len(key) < SHORTEST]:
        raise ImproperlyConfigured(f"{source} has keys under {SHORTEST} characters: version {', '.join(short)}.")
    if len(set(keys.values())) < len(keys):
        raise ImproperlyConfigured(f"{source} has the same key under two versions.")


def _pairs(parts: list[str], source: str) -> dict[str, str]:
    keys: dict[str, str] = {}
    for place, part in enumerate(parts, start=1):
        version, equals, key = (piece.strip() for piece in part.partition("="))
        if not equals or version in keys:
            raise ImproperlyConfigured(
                f"{source}: number {place} is no version=key pair, or its version was there before."
            )
        keys[version] = key
    return keys


def _read(path: Path) -> dict[str, str]:
    """A file with one version=key on each line, or a folder with one file for each version, named by it."""
    try:
        if path.is_dir():
            _check_closed(path, stat.S_IWOTH | stat.S_IWGRP)
            files = [file for file in sorted(path.iterdir()) if VERSION.fullmatch(file.name)]
            return {file.name: _content(file).strip() for file in files}
        lines = [line.strip() for line in _content(path).splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"MASTER_KEYS_FILE is {path}, which cannot be read: {_why(error)}.") from None
    return _pairs([line for line in lines if line and not line.startswith("#")], "MASTER_KEYS_FILE")


def _content(file: Path) -> str:
    _check_closed(file, stat.S_IRWXO | stat.S_IWGRP)
    return file.read_text(encoding="utf-8")


def _check_closed(path: Path, forbidden: int) -> None:
    """A group may read, so that a key can be handed to a service account; others may not, and only the owner writes."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & forbidden:
        right = "700" if path.is_dir() else "600"
        raise ImproperlyConfigured(
            f"{path} may be read or changed by others (mode {mode:03o}). Close it: chmod {right} {path}"
        )


def _why(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "it is not text"
