"""Translations, compiled with Babel when their source is newer; needs no gettext tools on the machine."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_changed(folders: list[Path]) -> list[Path]:
    """Compile each `.po` whose `.mo` is missing or older; returns what was compiled."""
    sources = [source for folder in folders for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))]
    stale = [source for source in sources if _is_stale(source)]
    for source in stale:
        _compile(source)
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> None:
    """Written beside and renamed, so that a server that starts meanwhile never reads half a catalogue."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    draft = source.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.rename(source.with_suffix(".mo"))
