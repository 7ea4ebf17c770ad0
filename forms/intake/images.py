"""Images, rebuilt: only the pixels go on, so place, time and camera stay behind."""

import io

from PIL import Image

from forms.intake.kinds import ALLOWED, Kind, NotAccepted
from portal import darkroom

LONGEST_SIDE = 3000


def rebuilt(data: bytes) -> tuple[bytes, Kind]:
    """The picture as a new file without metadata: turned upright, at most 3000 pixels long, JPEG or PNG.

    Raises NotAccepted for what does not decode with little memory and time.
    """
    try:
        made, ending = darkroom.rebuilt(data, longest=LONGEST_SIDE)
    except darkroom.Undeveloped as problem:
        raise NotAccepted(problem.sentence) from None
    return made, ALLOWED[ending]


def thumbnail(data: bytes, side: int = 240) -> bytes:
    """A small JPEG of a picture that this module has rebuilt."""
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as opened:
        opened.draft("RGB", (side, side))
        opened.thumbnail((side, side))
        out = io.BytesIO()
        opened.convert("RGB").save(out, "JPEG", quality=88)
        return out.getvalue()
