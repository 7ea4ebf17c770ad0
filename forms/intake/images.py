"""Images, rebuilt: only the pixels go on, so place, time and camera stay behind."""

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from forms.intake.kinds import ALLOWED, Kind, NotAccepted

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3000


def rebuilt(data: bytes) -> tuple[bytes, Kind]:
    """The picture as a new file without metadata: turned upright, at most 3000 pixels long, JPEG or PNG.

    Raises NotAccepted for what does not decode or would take too much memory.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _rebuilt(data)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _refusal(error) from error
    except (OSError, ValueError, SyntaxError, MemoryError) as error:
        # What Pillow raises for a truncated or twisted file.
        raise _refusal(error) from error


def _rebuilt(data: bytes) -> tuple[bytes, Kind]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotAccepted(_("The picture has too many pixels. Please send it in a smaller size."))
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clear = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    mode = "RGBA" if clear else "RGB"
    # Pasting into a fresh image is what drops comments, profiles and XMP; a mere re-save keeps some of them.
    fresh = Image.new(mode, upright.size)
    fresh.paste(upright.convert(mode))
    return _written(fresh, "png" if clear or opened.format == "PNG" else "jpg")


def _written(image: Image.Image, ending: str) -> tuple[bytes, Kind]:
    out = io.BytesIO()
    if ending == "png":
        image.save(out, "PNG", optimize=False)
    else:
        image.save(out, "JPEG", quality=88)
    return out.getvalue(), ALLOWED[ending]


def _refusal(error: BaseException) -> NotAccepted:
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return NotAccepted(_("The picture has too many pixels. Please send it in a smaller size."))
    return NotAccepted(_("The picture cannot be opened; it may be damaged. Please take or choose another."))


def thumbnail(data: bytes, side: int = 240) -> bytes:
    """A small JPEG of a picture that this module has rebuilt."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        opened.draft("RGB", (side, side))
        opened.thumbnail((side, side))
        return _written(opened.convert("RGB"), "jpg")[0]
