"""The process that takes a picture apart and puts it together again. A program, never imported by the portal.

Argument: how many pixels the longest side may have. Input: a picture. Output: `J` and a JPEG, or `P` and a PNG, made of
its pixels and nothing else. What cannot be done is said by the exit status. Whatever a picture makes its decoder do, it
does it here, to nobody, within these limits.
"""

import gc
import io
import resource
import sys
from typing import NoReturn

from PIL import Image, ImageOps, UnidentifiedImageError

ADDRESS_SPACE_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 20
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# As decoded. A JPEG is decoded at a fraction of its size, so that one of 200 million, as phones take them, passes.
MOST_PIXELS = 50_000_000
DAMAGED, TOO_MANY_PIXELS = 3, 4
SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L", "I;16N")


def rebuilt(data: bytes, longest: int) -> bytes:
    """Turned upright, at most `longest` pixels long; of a moving picture the first frame."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        opened.draft("RGB", (longest, longest))
        if opened.width * opened.height > MOST_PIXELS:
            sys.exit(TOO_MANY_PIXELS)
        opened.load()
        clear = opened.mode in ("RGBA", "LA", "PA") or "transparency" in opened.info
        smaller = _in_eight_bits(opened)
        smaller.thumbnail((longest, longest))
        ImageOps.exif_transpose(smaller, in_place=True)
        # Pasting into a fresh image is what drops comments, profiles and XMP; a mere re-save keeps some of them.
        mode = "RGBA" if clear else "RGB"
        fresh = Image.new(mode, smaller.size)
        # A large picture has room for itself and one copy, not for two.
        fresh.paste(smaller if smaller.mode == mode else smaller.convert(mode))
        return _written(fresh, png=clear or opened.format == "PNG")


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits would else turn white."""
    if image.mode not in SIXTEEN_BITS:
        return image
    return image.point(lambda value: value / 256).convert("L")


def _written(image: Image.Image, *, png: bool) -> bytes:
    out = io.BytesIO()
    if png:
        out.write(b"P")
        image.save(out, "PNG", compress_level=4)
    else:
        out.write(b"J")
        image.save(out, "JPEG", quality=88)
    return out.getvalue()


def main() -> NoReturn:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    # The check above counts what is decoded; Pillow's own counts what is announced.
    Image.MAX_IMAGE_PIXELS = None
    try:
        sys.stdout.buffer.write(rebuilt(sys.stdin.buffer.read(), int(sys.argv[1])))
        sys.stdout.buffer.flush()
    except MemoryError:
        sys.exit(TOO_MANY_PIXELS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, OverflowError, EOFError, ArithmeticError):
        # What Pillow raises for a truncated or twisted file.
        sys.exit(DAMAGED)
    sys.exit(0)


if __name__ == "__main__":
    main()
