"""Pictures of a paper, as `data:` addresses: photos as they are, drawn lines as dots, because Word takes no SVG."""

import base64
import binascii
import io
import re
from xml.etree.ElementTree import Element  # nosec B405 -- the type only, defusedxml reads

from defusedxml.ElementTree import fromstring
from PIL import Image, ImageDraw

SVG = "{http://www.w3.org/2000/svg}"
MARK = re.compile(r"([ML])\s*(-?\d+(?:\.\d+)?)[\s,]+(-?\d+(?:\.\d+)?)")
# Dots for one unit of the drawing.
SCALE = 2


def picture(address: str) -> io.BytesIO | None:
    """PNG or JPEG; None for what is neither, nor lines."""
    kind, _comma, encoded = address.partition(";base64,")
    try:
        data = base64.b64decode(encoded, validate=True)
        return _drawn(fromstring(data)) if kind == "data:image/svg+xml" else _photo(data)
    # A SyntaxError is XML that is none, and a PNG whose checksum is wrong.
    except (binascii.Error, SyntaxError, OSError, ValueError, KeyError, Image.DecompressionBombError):
        return None


def _photo(data: bytes) -> io.BytesIO:
    Image.open(io.BytesIO(data)).verify()
    return io.BytesIO(data)


def _drawn(root: Element) -> io.BytesIO:
    """Lines only, as a signature is."""
    _left, _top, width, height = (int(float(number)) for number in root.attrib["viewBox"].split())
    sheet = Image.new("RGBA", (width * SCALE, height * SCALE), (255, 255, 255, 0))
    pen = ImageDraw.Draw(sheet)
    for path in root.iter(f"{SVG}path"):
        for stroke in _strokes(path.get("d", "")):
            pen.line(stroke, fill="#111", width=4 * SCALE, joint="curve")
    made = io.BytesIO()
    sheet.save(made, "PNG")
    made.seek(0)
    return made


def _strokes(path: str) -> list[list[tuple[float, float]]]:
    strokes: list[list[tuple[float, float]]] = []
    for command, x, y in MARK.findall(path):
        if command == "M" or not strokes:
            strokes.append([])
        strokes[-1].append((float(x) * SCALE, float(y) * SCALE))
    return [stroke for stroke in strokes if len(stroke) > 1]
