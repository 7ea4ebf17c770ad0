"""Elements of HTML as paragraphs, tables and pictures of a document."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element  # nosec B405 -- the type only, nothing is read here

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from portal.docx import look
from portal.docx.pictures import picture

UNSEEN = {"script", "style", "link", "head", "template", "title", "meta"}
INLINE = {"a", "b", "br", "code", "em", "i", "img", "small", "span", "strong", "sub", "sup", "time", "u", "abbr"}
SMALL = Pt(10.5)
# Type within a table is set closer.
IN_TABLE = Pt(12)
WIDEST_PICTURE = Mm(50)
SPACE = re.compile(r"[ \t\r\n]+")
ALIGNED = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}

# What paragraphs are added to: the document, a cell, the foot of a page.
Place = Any


@dataclass(frozen=True)
class Manner:
    """How text is set, handed down to what stands inside."""

    words: frozenset[str] = frozenset()
    bold: bool = False
    italic: bool = False
    in_table: bool = False
    # Before the first words, such as the number of a list's item.
    mark: str = ""

    def inside(self, node: Element) -> "Manner":
        words = self.words | frozenset(node.get("data-word", "").split()) - {"page"}
        bold = self.bold or node.tag in {"b", "strong", "th"}
        return replace(self, words=words, bold=bold, italic=self.italic or node.tag in {"em", "i"})


class Writer:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._page_is_due = False
        self._written_as: dict[str, Callable[[Place, Element, Manner], None]] = {
            "table": self._table, "ol": self._list, "ul": self._list, "img": self._picture_alone,
        }  # fmt: skip

    def write(self, body: Element) -> None:
        self._blocks(self._document, body, Manner())

    def _blocks(self, place: Place, parent: Element, manner: Manner) -> None:
        """What stands in a block: blocks below each other, and words between them as paragraphs."""
        loose: list[Element | str] = [parent.text or ""]
        for node in parent:
            if node.tag in INLINE:
                loose.append(node)
            elif node.tag not in UNSEEN:
                self._paragraph(place, loose, manner)
                loose = []
                self._block(place, node, manner.inside(node))
            loose.append(node.tail or "")
        self._paragraph(place, loose, manner)

    def _block(self, place: Place, node: Element, manner: Manner) -> None:
        words = node.get("data-word", "").split()
        self._page_is_due |= "page" in words
        if "foot" in words:
            place = self._document.sections[0].footer
        if node.tag in self._written_as:
            self._written_as[node.tag](place, node, manner)
        elif node.tag in look.HEADINGS:
            self._paragraph(place, [node], manner, style=look.HEADINGS[node.tag][0])
        elif node.tag in {"p", "dt"} or all(child.tag in INLINE for child in node):
            self._paragraph(place, [node], replace(manner, bold=manner.bold or node.tag == "dt"))
        else:
            self._blocks(place, node, manner)

    def _paragraph(self, place: Place, pieces: list[Element | str], manner: Manner, style: str = "Normal") -> None:
        """One paragraph; nothing when there is nothing to read and no picture."""
        runs = [run for piece in pieces for run in _runs(piece, manner)]
        while runs and isinstance(runs[-1][0], str) and not runs[-1][0].strip():
            runs.pop()
        while runs and isinstance(runs[0][0], str) and not runs[0][0].strip():
            runs.pop(0)
        if not runs:
            return
        written = place.add_paragraph(manner.mark, style)
        _set(written, manner, indented=style == "Normal" and not manner.in_table)
        if place is self._document:
            written.paragraph_format.page_break_before = self._page_is_due or None
            self._page_is_due = False
        for number, (what, how) in enumerate(runs):
            if isinstance(what, str):
                _write(written, what.lstrip() if number == 0 else what, how)
            else:
                _put_picture(written, what)

    def _list(self, place: Place, node: Element, manner: Manner) -> None:
        for number, item in enumerate(node.findall("li"), start=1):
            mark = f"{number}. " if node.tag == "ol" else "· "
            self._block(place, item, replace(manner.inside(item), mark=mark))

    def _picture_alone(self, place: Place, node: Element, manner: Manner) -> None:
        self._paragraph(place, [node], manner)

    def _table(self, place: Place, node: Element, manner: Manner) -> None:
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in node.iter("tr")]
        columns = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        if not columns:
            return
        table = self._document.add_table(rows=0, cols=columns, style="Table Grid")
        if place is not self._document:
            place._element.append(table._element)
        head = {id(row) for part in node.findall("thead") for row in part.findall("tr")}
        for row, cells in zip(node.iter("tr"), rows, strict=True):
            made = table.add_row()
            if id(row) in head:
                made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, (column, span) in zip(cells, _columns(cells), strict=True):
                into = made.cells[column]
                self._cell(into if span == 1 else into.merge(made.cells[column + span - 1]), cell, manner)

    def _cell(self, into: _Cell, node: Element, manner: Manner) -> None:
        self._blocks(into, node, replace(manner.inside(node), in_table=True, mark=""))
        # A cell begins with a paragraph of its own, and must keep one.
        if len(into.paragraphs) > 1 and not into.paragraphs[0].runs:
            into._element.remove(into.paragraphs[0]._element)


def _span(cell: Element) -> int:
    told = cell.get("colspan", "1")
    return int(told) if told.isdecimal() and 0 < int(told) < 50 else 1


def _columns(cells: list[Element]) -> Iterator[tuple[int, int]]:
    """Where each begins, and how many it takes."""
    column = 0
    for cell in cells:
        yield column, _span(cell)
        column += _span(cell)


def _runs(piece: Element | str, manner: Manner) -> Iterator[tuple[str | Element, Manner]]:
    """Words and pictures in their order; runs of spaces count as one, as on a page."""
    if isinstance(piece, str):
        if words := SPACE.sub(" ", piece):
            yield words, manner
        return
    if piece.tag == "br":
        yield "\n", manner
    elif piece.tag == "img":
        yield piece, manner
    elif piece.tag not in UNSEEN:
        inner = manner.inside(piece)
        yield from _runs(piece.text or "", inner)
        for child in piece:
            yield from _runs(child, inner)
            yield from _runs(child.tail or "", inner)


def _set(written: Paragraph, manner: Manner, *, indented: bool) -> None:
    form = written.paragraph_format
    for word in manner.words & ALIGNED.keys():
        form.alignment = ALIGNED[word]
    if indented and not manner.words & {"center", "right", "flush", "foot"} and not manner.mark:
        form.first_line_indent = look.INDENT
    if manner.in_table or manner.words & {"small", "foot"}:
        form.line_spacing = 1.15


def _write(written: Paragraph, words: str, manner: Manner) -> None:
    run = written.add_run(words)
    run.bold, run.italic = manner.bold or None, manner.italic or None
    if "red" in manner.words:
        run.font.color.rgb = look.RED
    if manner.words & {"small", "foot"}:
        run.font.size = SMALL
    elif manner.in_table:
        run.font.size = IN_TABLE


def _put_picture(written: Paragraph, node: Element) -> None:
    found = picture(node.get("src", ""))
    if found is None:
        return
    # Between lines of a fixed height only its feet would be seen.
    written.paragraph_format.line_spacing = 1.0
    put = written.add_run().add_picture(found)
    if put.width > WIDEST_PICTURE:
        put.height, put.width = Length(put.height * WIDEST_PICTURE // put.width), WIDEST_PICTURE
    put._inline.docPr.set("descr", node.get("alt", ""))
