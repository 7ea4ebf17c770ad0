"""The Chinese catalogue: `collect` brings in new texts, `check` finds what is new, unsure or untranslated."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
IGNORED = [".venv", "var", "tests", "tools", "docs"]


def collect() -> None:
    """Run makemessages over the four floors; the catalogue keeps its translations."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    ignored = [f"--ignore={name}" for name in IGNORED]
    with tempfile.TemporaryDirectory() as data:
        subprocess.run(  # noqa: S603 -- our own words
            [sys.executable, "manage.py", "makemessages", "--locale=zh_Hans", "--no-wrap", "--no-obsolete",
             "--add-location=file", "--verbosity=0", *ignored],
            cwd=ROOT, check=True,
            env={**os.environ, "DATA_DIR": data, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        )  # fmt: skip


def check() -> list[str]:
    """Problems of the catalogue as it would be after `collect`; the file itself stays as it is."""
    before = CATALOGUE.read_bytes() if CATALOGUE.exists() else None
    try:
        known = {_identity(message) for message in _read()} if before else set()
        collect()
        return [problem for message in _read() if message.id for problem in _problems(message, known)]
    finally:
        if before is None:
            CATALOGUE.unlink(missing_ok=True)
        else:
            CATALOGUE.write_bytes(before)


def _read() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def _identity(message: Message) -> tuple[object, object]:
    return (message.id, message.context)


def _problems(message: Message, known: set[tuple[object, object]]) -> list[str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if _identity(message) not in known:
        return [f"new: {text!r} (make messages)"]
    if message.fuzzy:
        return [f"unsure: {text!r}"]
    if not all(strings):
        return [f"untranslated: {text!r}"]
    return [f"{error}: {text!r}" for error in message.check()]


def main() -> int:
    if sys.argv[1:] == ["collect"]:
        collect()
        return 0
    problems = check()
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
