"""Pictures that carry more than their pixels, and pictures that are none."""

import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image
from PIL.PngImagePlugin import PngInfo

CANARY = b"CANARY-30.2672-119.5313"
GPS = 0x8825
CAMERA = 0x010F
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>' + CANARY + b"</rdf:RDF></x:xmpmeta>"


def drawn(form: str = "JPEG", size: tuple[int, int] = (60, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "orange" if mode in ("RGB", "RGBA") else 1).save(out, form, **options)
    return out.getvalue()


def exif() -> bytes:
    made = Image.Exif()
    made[CAMERA] = CANARY.decode()
    made.get_ifd(GPS)[2] = (30.0, 16.0, 12.0)
    return made.tobytes()


def with_segment(marker: int, payload: bytes) -> bytes:
    """A JPEG with a segment right behind its beginning."""
    plain = drawn()
    return plain[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload + plain[2:]


def png_text() -> bytes:
    info = PngInfo()
    info.add_text("Comment", CANARY.decode())
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return drawn("PNG", pnginfo=info)


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(kind: bytes, data: bytes) -> bytes:
    plain = drawn("PNG")
    end = plain.rindex(b"IEND") - 4
    return plain[:end] + png_chunk(kind, data) + plain[end:]


def png_bomb(width: int, height: int, *, rows: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def gif_says(width: int, height: int) -> bytes:
    plain = bytearray(drawn("GIF", mode="P"))
    plain[6:10] = struct.pack("<HH", width, height)
    return bytes(plain)


def animated(form: str, frames: int = 30) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (40, 40), (number, 0, 0)) for number in range(frames)]
    first.save(out, form, save_all=True, append_images=rest)
    return out.getvalue()


def twisted(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + 8]) + data[at + 8 :]


# Name: how it is made, and whether something of it can be kept. What is kept is built anew.
PICTURES: dict[str, tuple[Callable[[], bytes], bool]] = {
    "jpeg with place and camera": (lambda: drawn(exif=exif()), True),
    "jpeg lying on its side": (lambda: drawn(exif=exif()), True),
    "jpeg with a comment": (lambda: drawn(comment=CANARY), True),
    "jpeg with xmp": (lambda: with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP), True),
    "jpeg with iptc": (lambda: with_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x17" + CANARY), True),
    "jpeg with a colour profile": (lambda: drawn(icc_profile=CANARY * 20), True),
    "jpeg with another picture in front": (lambda: with_segment(0xE0, b"JFXX\0\x10" + CANARY + drawn()[:200]), True),
    "jpeg with a maker's own segment": (lambda: with_segment(0xEF, CANARY), True),
    "jpeg with a script in a comment": (lambda: with_segment(0xFE, b"<script>alert(1)</script>" + CANARY), True),
    "jpeg with php in a comment": (lambda: with_segment(0xFE, b"<?php system($_GET[0]);" + CANARY), True),
    "jpeg with a page behind it": (lambda: drawn() + b"<html><script>alert(1)</script>" + CANARY, True),
    "jpeg with a program behind it": (lambda: drawn() + b"MZ\x90\0" + CANARY, True),
    "jpeg with another jpeg behind it": (lambda: drawn() + drawn(exif=exif()), True),
    "jpeg of another colour space": (lambda: drawn(mode="CMYK"), True),
    "jpeg in passes": (lambda: drawn(size=(900, 900), progressive=True), True),
    "jpeg of 120 million pixels": (lambda: drawn(size=(12_000, 10_000), quality=10), True),
    "jpeg cut off": (lambda: drawn(size=(900, 900))[:2000], False),
    "jpeg that is only a beginning": (lambda: b"\xff\xd8\xff\xe0" + b"nothing of a picture" * 40, False),
    "jpeg twisted in its tables": (lambda: twisted(drawn(), 20), False),
    "png with texts": (png_text, True),
    "png with exif": (lambda: drawn("PNG", exif=exif()), True),
    "png with a private chunk": (lambda: png_with(b"caNa", CANARY), True),
    "png with a packed profile": (lambda: drawn("PNG", icc_profile=CANARY * 20), True),
    "png with a page behind it": (lambda: drawn("PNG") + b"<svg onload=alert(1)>" + CANARY, True),
    "png of sixteen bits": (lambda: drawn("PNG", mode="I;16"), True),
    "png of two colours": (lambda: drawn("PNG", mode="1"), True),
    "png that moves": (lambda: animated("PNG"), True),
    "png of 900 million pixels and none": (lambda: png_bomb(30_000, 30_000), False),
    "png that unpacks to far more than it says": (lambda: png_bomb(10, 10, rows=bytes(50_000_000)), True),
    "png as wide as can be": (lambda: png_bomb(2**31 - 1, 1), False),
    "png without width": (lambda: png_bomb(0, 10), False),
    "png cut off": (lambda: drawn("PNG", size=(300, 300))[:60], False),
    "gif with a comment": (lambda: drawn("GIF", mode="P", comment=CANARY), True),
    "gif that is a script too": (lambda: b"GIF89a/*" + drawn("GIF", mode="P")[8:] + b"*/=1;alert(1);" + CANARY, True),
    "gif that moves": (lambda: animated("GIF"), True),
    "gif on a canvas of four billion": (lambda: gif_says(65535, 65535), False),
    "gif cut off": (lambda: drawn("GIF", mode="P")[:20], False),
    "webp with place and camera": (lambda: drawn("WEBP", exif=exif()), True),
    "webp with xmp": (lambda: drawn("WEBP", xmp=XMP), True),
    "webp that moves": (lambda: animated("WEBP"), True),
    "webp cut off": (lambda: drawn("WEBP", size=(300, 300))[:40], False),
}
