"""The picture that other sites show of a link to a policy document: its title, number and issuer."""

import hashlib
import io
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content.models import PolicyPage

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 84
NIGHT, PAPER, MUTED, ACCENT = "#06302f", "#ffffff", "#b9d6cf", "#f3b04c"
KEPT_SECONDS = 24 * 60 * 60
# The largest size at which the title fits is taken, with as many lines as there is room for.
SIZES = ((68, 3), (58, 4), (50, 4))
# No line begins with one of these.
NEVER_FIRST = "，。、；：！？）》〉】〕”’,.;:!?)"
FONT = "NotoSansCJK-Bold.ttc"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
# Which face of the collection draws characters as they are written on the mainland.
SIMPLIFIED = 2


@require_safe
def share_image(request: HttpRequest, page: PolicyPage) -> HttpResponse:
    """As PNG, which is what other sites take. Made once for each wording."""
    if font_file() is None:
        raise Http404
    words = (page.title, page.document_number, page.issuer)
    key = f"share:{hashlib.blake2b(repr(words).encode(), digest_size=16).hexdigest()}"
    picture: bytes = cache.get_or_set(key, lambda: draw(*words), KEPT_SECONDS) or b""
    response = HttpResponse(picture, content_type="image/png")
    # Who asks again is asked whether they may: the page can be closed at any time.
    patch_cache_control(response, private=True, no_cache=True)
    return response


@lru_cache(maxsize=1)
def font_file() -> Path | None:
    """Of the package fonts-noto-cjk, which printing needs, too. None where it is not installed."""
    return next((path for folder in FONT_FOLDERS for path in sorted(folder.rglob(FONT))), None)


def draw(title: str, number: str, issuer: str) -> bytes:
    from PIL import Image, ImageDraw  # loaded by who draws: most processes never do

    image = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, 18, HEIGHT), fill=ACCENT)
    canvas.text((MARGIN, 64), "童护 Tonghu", font=_font(34), fill=ACCENT)
    _title(canvas, title)
    about = "　".join(filter(None, (number, issuer)))
    canvas.text((MARGIN, HEIGHT - 104), _cut(about, _font(34), WIDTH - 2 * MARGIN), font=_font(34), fill=MUTED)
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _title(canvas: "ImageDraw", title: str) -> None:
    size, lines = _set(title)
    for place, line in enumerate(lines):
        canvas.text((MARGIN, 150 + place * size * 1.36), line, font=_font(size), fill=PAPER)


def _set(title: str) -> tuple[int, list[str]]:
    """The size and the lines; what does not fit in the smallest size is cut."""
    for size, most in SIZES:
        lines = list(broken(title, partial(_fits, _font(size))))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]


def _fits(font: "FreeTypeFont", text: str) -> bool:
    return font.getlength(text) <= WIDTH - 2 * MARGIN


def broken(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    """The text in lines that fit. Chinese may be broken anywhere but before a closing mark."""
    line = ""
    for character in text:
        if line and not fits(line + character) and character not in NEVER_FIRST:
            yield line
            line = ""
        line += character
    if line:
        yield line


def _cut(text: str, font: "FreeTypeFont", width: float) -> str:
    while text and font.getlength(text) > width:
        text = f"{text[:-2]}…"
    return text


@lru_cache(maxsize=4)
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(font_file()), size, index=SIMPLIFIED)
