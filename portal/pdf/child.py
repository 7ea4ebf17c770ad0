"""The printing process: reads HTML, writes PDF. A program, never imported by the portal; it knows no Django.

Input: length (4 bytes) and HTML, again and again. Output: length (4 bytes), `P` and a PDF, or `E` and
`{"code", "sentence"}`. It ends when its input ends, when nothing came for a while, and after its share of
documents: each time between two documents and with exit status 0.
"""

import contextlib
import gc
import json
import logging
import os
import re
import resource
import select
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any, NoReturn

IDLE_SECONDS = 10
DOCUMENTS = 200
NICE = 10
CPU_SECONDS_PER_DOCUMENT = 30
# Address space, not memory in use: three fonts of 25 MB each are mapped, some of them twice.
ADDRESS_SPACE_BYTES = 1_500_000_000
STYLES = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "styles").glob("*.css"))}
# Latin letters, Chinese punctuation and the 20,902 characters of every Chinese font: all in fonts-noto-cjk.
EVERYDAY = ((0x20, 0x7E), (0x3001, 0x3011), (0x4E00, 0x9FA5), (0xFF01, 0xFF5E))
# What the head of a document may ask for: no character by its number; PDF/UA-1 beside PDF/A-3.
EVERY_GLYPH = '<meta name="print" content="every-glyph">'
ACCESSIBLE = '<meta name="print" content="accessible">'
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"


class Problem(Exception):
    """What the parent is told. `code` is a key of portal.pdf.errors.BY_CODE."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class MissingGlyphs(logging.Handler):
    """WeasyPrint prints a box for a character that no font has, and only logs it. We collect what it logs:
    the code points, so that a font can be found for them; the words they stand in stay here."""

    def __init__(self) -> None:
        super().__init__()
        self.points: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message.startswith(".notdef glyph rendered"):
            self.points.update(re.findall(r"U\+[0-9A-F]{4,6}", message))


class Printer:
    """WeasyPrint with one font configuration for the life of the process: a second one costs 100 MB."""

    def __init__(self) -> None:
        from portal.typesetting.justifying import justify_chinese

        try:
            import weasyprint
            from weasyprint.text.fonts import FontConfiguration
        except OSError as missing:
            raise Problem("libraries", f"Type cannot be set ({missing}). Install: apt install {PACKAGES}") from None
        _hold_fonts_lightly()
        justify_chinese()
        self.weasyprint = weasyprint
        self.fonts = FontConfiguration()
        self.fetcher = _fetcher()
        self.missing = MissingGlyphs()
        logger = logging.getLogger("weasyprint")
        logger.handlers = [self.missing]
        logger.propagate = False

    def print(self, html: str) -> bytes:
        """The document; a rare character that no font has stands in it by its number, never as an empty box.

        What a person typed must not keep a letter from being printed. Where everyday characters are missing the fonts
        are: that is an operator's affair, and nothing is printed. Nor is a document that asks for EVERY_GLYPH.
        """
        pdf = self._set(html)
        if self.missing.points and EVERY_GLYPH not in html and not any(map(is_everyday, self.missing.points)):
            pdf = self._set(by_number(html, self.missing.points))
        if self.missing.points:
            points = " ".join(sorted(self.missing.points))
            raise Problem("glyph", f"No installed font has {points}. Install: apt install fonts-noto-cjk")
        return pdf

    def _set(self, html: str) -> bytes:
        self.missing.points = set()
        self.fetcher.refused = 0
        from portal.typesetting.conformance import accessible, steady

        source = self.weasyprint.HTML(string=html, base_url="styles:", url_fetcher=self.fetcher)
        document = source.render(font_config=self.fonts)
        steady(document.metadata)
        if ACCESSIBLE in html:
            accessible(document.metadata)
        pdf: bytes = document.write_pdf(pdf_variant="pdf/a-3a")
        if self.fetcher.refused:
            raise Problem("refused", f"The document asks for {self.fetcher.refused} things outside itself.")
        return pdf


def is_everyday(point: str) -> bool:
    """Whether `U+738B` is of the Latin letters, the Chinese punctuation or the common Chinese characters."""
    code = int(point[2:], 16)
    return any(first <= code <= last for first, last in EVERYDAY)


def by_number(html: str, points: Collection[str]) -> str:
    """The document with each of these characters written as its number: 王小〔U+1F9FF〕同学."""
    return html.translate({int(point[2:], 16): f"〔{point}〕" for point in points})


def _hold_fonts_lightly() -> None:
    """WeasyPrint copies each font whole, 25 MB, as soon as a letter of it is used, and keeps the copy until it embeds
    the few letters that are needed. Here only those are kept; the whole is read again in the rare case it is asked for.
    """
    from weasyprint.pdf import fonts

    def read(font: Any) -> bytes:
        kept: bytes | None = vars(font).get("embedded")
        return fonts.get_hb_object_data(font.hb_face) if kept is None else kept

    def write(font: Any, content: bytes) -> None:
        is_new = "index" not in vars(font)
        vars(font)["embedded"] = None if is_new else content

    fonts.Font.file_content = property(read, write)


def _fetcher() -> Any:
    """Gives `data:` addresses and our own style sheets. Anything else is noted and refused: WeasyPrint only
    warns of most refusals, and swallows even fatal ones inside a drawing."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurOwn(URLFetcher):
        refused = 0

        def fetch(self, url: str, headers: Any = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "styles" and name in STYLES:
                return URLFetcherResponse(url, STYLES[name], {"Content-Type": "text/css"})
            if scheme != "data":
                self.refused += 1
                raise ValueError("refused")
            return super().fetch(url, headers)

    return OnlyOurOwn(allowed_protocols=("data",), allow_redirects=False)


def answer(printer: Printer | None, html: str) -> tuple[Printer | None, bytes, bytes]:
    """The printer for the next document, and the kind and body of the answer to this one."""
    try:
        printer = printer or Printer()
        return printer, b"P", printer.print(html)
    except Problem as problem:
        return printer, b"E", _problem(problem.code, problem.sentence)
    except Exception as error:
        # The kind of error only: its words may quote the document.
        return printer, b"E", _problem("failed", f"The document cannot be laid out ({type(error).__name__}).")


def serve(source: int, target: int) -> None:
    printer: Printer | None = None
    for _ in range(DOCUMENTS):
        if not select.select([source], [], [], IDLE_SECONDS)[0]:
            return
        head = _receive(source, 4)
        if not head:
            return
        html = _receive(source, int.from_bytes(head, "big")).decode()
        _limit_time()
        printer, kind, body = answer(printer, html)
        _send(target, len(body).to_bytes(4, "big") + kind + body)
        del html, body
        gc.collect()


def _problem(code: str, sentence: str) -> bytes:
    return json.dumps({"code": code, "sentence": sentence}).encode()


def _receive(source: int, size: int) -> bytes:
    """That many bytes; nothing when the input has ended."""
    received = bytearray()
    while len(received) < size:
        part = os.read(source, min(size - len(received), 1 << 20))
        if not part:
            return b""
        received += part
    return bytes(received)


def _send(target: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(target, rest) :]


def _limit_space() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold a document


def _limit_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + CPU_SECONDS_PER_DOCUMENT
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def main() -> NoReturn:
    _limit_space()
    sys.path.insert(0, str(Path(__file__).parents[2]))
    # Paper can wait; somebody who is sending a report should not. No more than this: it has a time limit.
    os.nice(max(0, NICE - os.nice(0)))
    source, target = os.dup(0), os.dup(1)
    # Libraries that print to standard output must not speak into the answer.
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError):
        serve(source, target)
    os._exit(0)  # no destructors: fontconfig's may crash on the way out


if __name__ == "__main__":
    main()
    sys.exit(1)
