"""Pictures that people send, taken apart and put together again: only the pixels go on.

Place, time and camera stay behind, and so does whatever the file did to its decoder.
"""

import os
import subprocess  # nosec B404 -- one fixed command, see rebuilt
import sys
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROCESS = Path(__file__).with_name("process.py")
SECONDS = 30
DAMAGED = 3
ENDINGS = {b"J": "jpg", b"P": "png"}
TOO_MUCH = _("The picture has too many pixels. Please send it in a smaller size.")
BROKEN = _("The picture cannot be opened; it may be damaged. Please take or choose another.")


class Undeveloped(Exception):
    """`sentence` is for who sent the picture."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__("picture not developed")
        self.sentence = sentence


def rebuilt(data: bytes, *, longest: int) -> tuple[bytes, str]:
    """The picture as a new file without metadata, and its ending, `jpg` or `png`.

    Turned upright, at most `longest` pixels long. Made in a process of its own, with little memory and time; raises
    Undeveloped for what does not decode within that.
    """
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603 -- our own file by our own Python, no shell
            [sys.executable, "-I", str(PROCESS), str(longest)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            # Nothing of the environment, which holds secrets, but where libraries are.
            env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Undeveloped(TOO_MUCH) from None
    if done.returncode == 0 and done.stdout[:1] in ENDINGS:
        return done.stdout[1:], ENDINGS[done.stdout[:1]]
    # Any other end than its own word for damage is a limit it ran into.
    raise Undeveloped(BROKEN if done.returncode == DAMAGED else TOO_MUCH)
