"""Page and type of official papers (GB/T 9704-2012): 22 lines of 28 characters, each font named for who has it."""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

BODY, TITLE, FIRST, SECOND = "仿宋", "方正小标宋简体", "黑体", "楷体"
LATIN = "Times New Roman"
RED, BLACK = RGBColor(0xD7, 0x00, 0x0F), RGBColor(0, 0, 0)
# 225 mm for 22 lines.
LINE = Pt(28.95)
# Of the type in which a line has 28 characters.
SIZE = Pt(16)
# Two characters.
INDENT = Pt(32)
# Style of Word by element: its font, size in points, and whether it stands in the middle.
HEADINGS = {
    "h1": ("Heading 1", TITLE, 22, True),
    "h2": ("Heading 2", FIRST, 16, False),
    "h3": ("Heading 3", SECOND, 16, False),
    "h4": ("Heading 4", BODY, 16, False),
}


def new_document(*, title: str) -> DocumentObject:
    """An empty document of that look; it says nothing of who made it, or on what."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    _set_type(document.styles["Normal"], BODY, SIZE)
    for name, font, size, in_the_middle in HEADINGS.values():
        style = document.styles[name]
        _set_type(style, font, Pt(size))
        style.font.bold = False
        style.paragraph_format.keep_with_next = True
        if in_the_middle:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    known = document.core_properties
    known.title, known.author, known.last_modified_by, known.comments = title, "", "", ""
    known.created = known.modified = datetime(1980, 1, 1, tzinfo=UTC)
    return document


def _set_type(style: ParagraphStyle, font: str, size: Pt) -> None:
    style.font.name, style.font.size, style.font.color.rgb = LATIN, size, BLACK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    # The template's own headings take their typeface from its theme, whatever is named.
    for name in ("w:asciiTheme", "w:eastAsiaTheme", "w:hAnsiTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    lines = style.paragraph_format
    lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    lines.space_before = lines.space_after = Pt(0)
