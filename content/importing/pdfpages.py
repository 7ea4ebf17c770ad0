"""The process that takes a PDF apart. A program, never imported by the portal.

Input: a PDF. Output, as JSON: a list of pages, each a list of lines `[text, left, em]`, with the position of the first
character in points and the width of a Chinese character. What cannot be done is said by the exit status.
"""

import gc
import json
import resource
import sys
from collections.abc import Iterator
from ctypes import byref, c_double
from statistics import median

import pypdfium2
from pypdfium2 import raw

ADDRESS_SPACE_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 30
MOST_PAGES = 500
DAMAGED, LOCKED, TOO_MANY_PAGES = 3, 4, 5
LINE_ENDS = "\r\n"
USUAL_EM = 16.0


def pages(data: bytes) -> Iterator[list[tuple[str, float, float]]]:
    document = pypdfium2.PdfDocument(data)
    if len(document) > MOST_PAGES:
        sys.exit(TOO_MANY_PAGES)
    for number in range(len(document)):
        page = document[number]
        written = page.get_textpage()
        yield list(lines(written))
        written.close()
        page.close()


def lines(written: pypdfium2.PdfTextPage) -> Iterator[tuple[str, float, float]]:
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


def line(characters: list[str], places: list[float]) -> tuple[str, float, float]:
    steps = [
        after - before
        for before, after, character in zip(places, places[1:], characters, strict=False)
        if "\u3400" <= character <= "\u9fff" and after > before
    ]
    first = next((number for number, character in enumerate(characters) if not character.isspace()), 0)
    return "".join(characters), round(places[first], 1), round(median(steps), 1) if steps else USUAL_EM


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.disable()
    try:
        found = list(pages(sys.stdin.buffer.read()))
    except pypdfium2.PdfiumError as problem:
        sys.exit(LOCKED if "password" in str(problem).lower() else DAMAGED)
    sys.stdout.buffer.write(json.dumps(found).encode())


if __name__ == "__main__":
    main()
