"""A PDF taken apart: pages of lines, each with the position of its first character in points and the width of a
Chinese character."""

from collections.abc import Iterator
from ctypes import byref, c_double
from statistics import median

import pypdfium2
from django.utils.translation import gettext as _
from pypdfium2 import raw

from content.importing.unreadable import Unreadable

MOST_PAGES = 500
LINE_ENDS = "\r\n"
USUAL_EM = 16.0

Line = tuple[str, float, float]


def pages_of(data: bytes) -> Iterator[list[Line]]:
    """Raises Unreadable for a PDF that is damaged, locked or has too many pages."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise Unreadable(_why(problem)) from None
    if len(document) > MOST_PAGES:
        raise Unreadable(
            _("The PDF has %(count)d pages; the most is %(most)d. Please send the file it was made from.")
            % {"count": len(document), "most": MOST_PAGES}
        )
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as problem:
            raise Unreadable(_why(problem)) from None
        written = page.get_textpage()
        yield list(lines(written))
        written.close()
        page.close()


def _why(problem: pypdfium2.PdfiumError) -> str:
    if "password" in str(problem).lower():
        return _("The PDF has a password. Please send it without one.")
    return _("The PDF cannot be opened; it may be damaged.")


def lines(written: pypdfium2.PdfTextPage) -> Iterator[Line]:
    characters: list[str] = []
    places: list[float] = []
    for number in range(written.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(written, number) or 32)
        if character not in LINE_ENDS:
            characters.append(character)
            places.append(left_of(written, number))
        elif characters:
            yield line(characters, places)
            characters, places = [], []
    if characters:
        yield line(characters, places)


def left_of(written: pypdfium2.PdfTextPage, number: int) -> float:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(written, number, byref(left), byref(right), byref(bottom), byref(top))
    return left.value


def line(characters: list[str], places: list[float]) -> Line:
    steps = [
        after - before
        for before, after, character in zip(places, places[1:], characters, strict=False)
        if "\u3400" <= character <= "\u9fff" and after > before
    ]
    first = next((number for number, character in enumerate(characters) if not character.isspace()), 0)
    return "".join(characters), round(places[first], 1), round(median(steps), 1) if steps else USUAL_EM
