"""Lines of Chinese that end at the same edge.

WeasyPrint widens spaces only, and Chinese has none: its lines stay ragged, or the one space in a line takes all there
is to spread. Here the space is spread between Chinese characters, never inside a Latin word or a number (GB/T 9704, and
CLREQ 3.2). The functions replaced are not a public interface: a test says when a new version of WeasyPrint moves them.
"""

import re
from collections.abc import Iterator
from typing import Any

# Ideographs, their punctuation and full-width forms, and what is typed among them from Latin-1 fonts.
SPREAD = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)
# In parts of an em. A line with so little on it is set ragged rather than torn apart.
WIDEST = 0.35


def justify_chinese() -> None:
    """From now on, in this process. Lines without Chinese characters are justified as before."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import inline
    from weasyprint.text import line_break

    by_spaces, set_text = inline.justify_line, line_break.Layout.set_text

    def texts(box: Any) -> Iterator[Any]:
        if isinstance(box, boxes.TextBox):
            yield box
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            for child in box.children:
                if child.is_in_normal_flow():
                    yield from texts(child)

    def justify_line(context: Any, line: Any, extra: float) -> None:
        gaps = sum(len(SPREAD.findall(text.text)) for text in texts(line)) - 1
        spacing = extra / gaps if gaps > 0 else 0
        if not 0 < spacing <= WIDEST * line.style["font_size"]:
            if gaps < 1:
                by_spaces(context, line, extra)
            return
        widen(context, line, spacing, 0.0)

    def widen(context: Any, box: Any, spacing: float, advance: float) -> float:
        """`inline.add_word_spacing`, with characters in the place of spaces."""
        if isinstance(box, boxes.TextBox):
            box.position_x += advance
            if count := len(SPREAD.findall(box.text)):
                box.justification_spacing = spacing
                layout = line_break.create_layout(box.text, box.style, context, None, spacing)
                layout.deactivate()
                layout.between_characters = True
                box.pango_layout = layout
                box.width += spacing * count
                advance += spacing * count
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            box.position_x += advance
            before = advance
            for child in box.children:
                if child.is_in_normal_flow():
                    advance = widen(context, child, spacing, advance)
            box.width += advance - before
        else:
            box.translate(advance, 0)
        return advance

    def set_text_widened(self: Any, text: str, justify: bool = False) -> None:
        widened = justify and getattr(self, "between_characters", False)
        set_text(self, text, justify and not widened)
        if widened:
            _spread(self)

    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text_widened


def _spread(layout: Any) -> None:
    """Gives each Chinese character of the layout its part of the space."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    own = layout.style["letter_spacing"]
    spacing = (0 if own == "normal" else own) + layout.justification_spacing
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    place = 0
    for character in layout.text:
        length = len(character.encode())
        if SPREAD.match(character):
            attribute = pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
            attribute.start_index, attribute.end_index = place, place + length
            pango.pango_attr_list_change(attributes, attribute)
        place += length
    pango.pango_layout_set_attributes(layout.layout, attributes)
