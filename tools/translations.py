"""The Chinese catalogue: `collect` brings in new texts, `check` finds what is new, unsure or untranslated."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("portal/locale/zh_Hans/LC_MESSAGES/django.po")
FLOORS = ("portal", "content", "forms", "workflows")
# Under another name nobody finds the sentences.
RENAMED = re.compile(r"import .*gettext\w* as (?!_$)\w+", re.MULTILINE)
IGNORED = [".venv", "var", "tests", "tools", "docs"]


def collect(root: Path = ROOT) -> None:
    """Run makemessages over the four floors; the catalogue keeps its translations."""
    (root / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    ignored = [f"--ignore={name}" for name in IGNORED]
    with tempfile.TemporaryDirectory() as data:
        subprocess.run(  # noqa: S603 -- our own words
            [sys.executable, "manage.py", "makemessages", "--locale=zh_Hans", "--no-wrap", "--no-obsolete",
             "--add-location=file", "--verbosity=0", *ignored],
            cwd=root, check=True,
            env={**os.environ, "DATA_DIR": data, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        )  # fmt: skip


def check() -> list[str]:
    """Problems of the catalogue as it would be after `collect`, which is done on a copy."""
    known = {_identity(message) for message in _read(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy")
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", "__pycache__", *IGNORED))
        collect(copy)
        problems = [problem for message in _read(copy) if message.id for problem in _problems(message, known)]
    return problems + list(_renamed())


def _renamed() -> Iterator[str]:
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            if found := RENAMED.search(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(ROOT)}: {found[0]} (call it by its own name, or _)"


def _read(root: Path) -> Catalog:
    with (root / CATALOGUE).open("rb") as file:
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
