"""Images, rebuilt: only the pixels go on, so place, time and camera stay behind."""

import io
import os
import subprocess  # nosec B404 -- one fixed command, see _developed
import sys
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from PIL import Image

from forms.intake.kinds import ALLOWED, Kind, NotAccepted

DARKROOM = Path(__file__).with_name("darkroom.py")
SECONDS = 30
DAMAGED = 3
BY_MARK = {b"J": ALLOWED["jpg"], b"P": ALLOWED["png"]}
TOO_MUCH = _("The picture has too many pixels. Please send it in a smaller size.")
BROKEN = _("The picture cannot be opened; it may be damaged. Please take or choose another.")


def rebuilt(data: bytes) -> tuple[bytes, Kind]:
    """The picture as a new file without metadata: turned upright, at most 3000 pixels long, JPEG or PNG.

    In a process of its own, with little memory and time. Raises NotAccepted for what does not decode within that.
    """
    made = _developed(data)
    return made[1:], BY_MARK[made[:1]]


def _developed(data: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # nosec B603 -- our own file by our own Python, no shell
            [sys.executable, "-I", str(DARKROOM)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            # Nothing of the environment, which holds secrets, but where libraries are.
            env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotAccepted(TOO_MUCH) from None
    if done.returncode == 0 and done.stdout[:1] in BY_MARK:
        return done.stdout
    # Any other end than its own word for damage is a limit it ran into.
    raise NotAccepted(BROKEN if done.returncode == DAMAGED else TOO_MUCH)


def thumbnail(data: bytes, side: int = 240) -> bytes:
    """A small JPEG of a picture that this module has rebuilt."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        opened.draft("RGB", (side, side))
        opened.thumbnail((side, side))
        out = io.BytesIO()
        opened.convert("RGB").save(out, "JPEG", quality=88)
        return out.getvalue()
