"""From a file to its text: the front door for files of every kind."""

import json
import os
import subprocess  # nosec B404 -- one fixed command, see _taken_apart
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.importing.unreadable import Unreadable

LARGEST = 20 * 1024 * 1024
PROGRAM = Path(__file__).with_name("takingapart.py")
SECONDS = 40


@dataclass(frozen=True)
class Taken:
    """The text of a file, one line for each line or paragraph, and what a reader should know about how it was got."""

    text: str
    warnings: tuple[str, ...] = ()


def read_file(path: Path) -> Taken:
    """Raises Unreadable for what is not there, too large, or of a kind that cannot be read."""
    try:
        check_size(path.stat().st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(_("There is no such file.")) from None
    except OSError:
        raise Unreadable(_("This is no file that can be read here.")) from None
    return read_bytes(data)


def check_size(size: int) -> None:
    if size > LARGEST:
        raise Unreadable(
            _(
                "The file has %(size)d MB; the most is %(most)d MB. A text has far less: "
                "please take the pictures out, or send the document without its scans."
            )
            % {"size": -(-size // 1024**2), "most": LARGEST // 1024**2}
        )


def read_bytes(data: bytes) -> Taken:
    """The same for what was uploaded; the kind is told by the content, never by the name."""
    check_size(len(data))
    if not data.strip():
        raise Unreadable(_("The file is empty."))
    taken = _taken_apart(data)
    if not taken.text.strip():
        raise Unreadable(_("The file has no text in it."))
    return taken


def _taken_apart(data: bytes) -> Taken:
    """By a process of its own, whose limits `takingapart` sets."""
    language = get_language() or settings.LANGUAGE_CODE
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603 -- our own file by our own Python, no shell
            [sys.executable, "-I", PROGRAM, settings.PROJECT_DIR, language, *settings.LOCALE_PATHS],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            # Nothing of the environment, which holds secrets, but where libraries are.
            env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(_too_much()) from None
    if done.returncode != 0:
        raise Unreadable(_too_much())
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"])
    return Taken(answer["text"], tuple(answer["warnings"]))


def _too_much() -> str:
    return _("The file is too large or too intricate to be read. Please save it as plain text.")
