"""From a Word file to lines: one for each paragraph, with the numbers that Word itself writes before it.

Read from the parts of the file rather than with python-docx, which leaves out insertions, text boxes and numbers.
"""

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # nosec B405 -- the types only, defusedxml reads

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from content.importing.unreadable import Unreadable
from content.importing.wordnumbers import Numbering
from portal.zipped import BROKEN

DOCUMENT = "word/document.xml"
MACROS = "word/vbaProject.bin"
# Far more than a document of any length needs: above it, the file is made to fill the memory, or to take minutes.
MOST_UNPACKED = 16 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}rt", f"{_W}pPr", f"{_W}rPr", f"{_W}sectPr", _FALLBACK}
_CHANGES = {f"{_W}ins", f"{_W}del"}
_BOX = f"{_W}txbxContent"
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LONGEST_CELL = 60


def is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return DOCUMENT in parts.namelist()
    except BROKEN:
        return False


def read(data: bytes) -> tuple[str, list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            document = _part(parts, DOCUMENT)
            if document is None:
                raise _damaged()
            numbering = Numbering(_part(parts, "word/numbering.xml"), _part(parts, "word/styles.xml"))
            has_macros = MACROS in parts.namelist()
        text = "\n".join(_lines(document, numbering))
    # Nobody writes hundreds of tables, each inside the one before.
    except (*BROKEN, ParseError, DefusedXmlException, RecursionError) as problem:
        raise _damaged() from problem
    return text, list(_warnings(document, has_macros=has_macros))


def _damaged() -> Unreadable:
    return Unreadable(_("The Word file cannot be opened; it may be damaged. Please save it again as .docx."))


def _part(parts: zipfile.ZipFile, name: str) -> Element | None:
    if name not in parts.namelist():
        return None
    if parts.getinfo(name).file_size > MOST_UNPACKED:
        raise Unreadable(
            _("The Word file is far larger than it looks when it is opened. Please save it as plain text.")
        )
    root: Element = fromstring(parts.read(name), forbid_dtd=True)
    return root


def _warnings(document: Element, *, has_macros: bool) -> Iterator[str]:
    if has_macros:
        yield _("The Word file contains macros. They were neither run nor kept; only the text was taken.")
    if any(element.tag in _CHANGES for element in document.iter()):
        yield _("The Word file has tracked changes. The text was taken as if all of them were accepted.")


def _lines(document: Element, numbering: Numbering) -> Iterator[str]:
    body = document.find(f"{_W}body")
    for block in _blocks(document if body is None else body):
        if block.tag == f"{_W}tbl":
            yield from _rows(block, numbering)
        else:
            yield from _paragraph(block, numbering)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, also those inside content controls and insertions."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in {f"{_W}p", f"{_W}tbl"}:
            yield element
        elif element.tag not in _LEFT_OUT:
            waiting.extend(reversed(element))


def _paragraph(paragraph: Element, numbering: Numbering) -> Iterator[str]:
    text = "".join(_texts(paragraph))
    number = numbering.next(paragraph)
    if text.strip():
        yield f"{number}{text}"
    for box in _boxes(paragraph):
        for inner in box.iter(f"{_W}p"):
            yield "".join(_texts(inner))


def _boxes(paragraph: Element) -> Iterator[Element]:
    """Text boxes; what older programs are to show instead of them says the same again."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            yield element
        elif element.tag != _FALLBACK:
            waiting.extend(reversed(element))


def _texts(paragraph: Element) -> Iterator[str]:
    """What the paragraph says, without what was deleted and without its text boxes."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}t":
            yield element.text or ""
        elif element.tag in _SIGNS:
            yield _SIGNS[element.tag]
        elif element.tag not in _LEFT_OUT and element.tag != _BOX:
            waiting.extend(reversed(element))


def _rows(table: Element, numbering: Numbering) -> Iterator[str]:
    """A row of short cells is one line; long cells, as in a frame around the whole text, are lines of their own."""
    for row in table.findall(f"{_W}tr"):
        cells = [list(_cell(cell, numbering)) for cell in row.findall(f"{_W}tc")]
        if len(cells) > 1 and all(len(cell) <= 1 and len("".join(cell)) <= _LONGEST_CELL for cell in cells):
            yield "  ".join("".join(cell) for cell in cells)
        else:
            yield from (line for cell in cells for line in cell)


def _cell(cell: Element, numbering: Numbering) -> Iterator[str]:
    for block in _blocks(cell):
        yield from _rows(block, numbering) if block.tag == f"{_W}tbl" else _paragraph(block, numbering)
