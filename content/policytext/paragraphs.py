"""From lines to paragraphs: a sentence cut by a page break or a wrapped line becomes one again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.policytext.characters import CLOSING, OPENING, TERMINAL, is_open, without_stray_spaces
from content.policytext.dates import is_cut_date
from content.policytext.groups import begins_with_label, ends_with_group
from content.policytext.kinds import LABEL, ORGAN_LINE, TITLE_END, is_cut_label, kind_of
from content.policytext.lines import Line
from content.policytext.markers import read_marker
from content.policytext.numbers import is_cut_number, is_number_line

_CONTINUES = "，,。、；;：:！？!?”’" + CLOSING
_PUNCTUATION = re.compile(r"[。，、；：！？,;:!?]")
_LONGEST_HEADING = 36
_PAGE_BREAK = 3
_CODE_END = re.compile(r"[A-Za-z\d][-/][A-Za-z\d]*$")
_LONGEST_TITLE = 150
_LONGEST_VALUE = 60
_LONGEST_BRACKET = 80
_NEXT_BRACKET = re.compile(rf"[^{re.escape(OPENING + CLOSING)}。]{{0,60}}[{re.escape(OPENING + CLOSING)}]")
_BARE_HEADING = re.compile(r"[\u3400-\u9fff]{2,12}")
_SENTENCE_ENDS = "。：:；）)”"
_LEFT_OVER = 15
_CLAUSE_ENDS = "。；;）)：:"
_NEVER_LAST = "、，,（("


@dataclass(frozen=True)
class Paragraph:
    """`kind` is that of kinds.kind_of, or 'signature', or 'annex line' for whatever follows an annex heading."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Layout:
    """How the typist laid the text out: wrapped at a width with the first line of a paragraph indented, or not."""

    wrapped: bool


def read_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs in order. Lines of an annex at the end are kept apart, one paragraph each."""
    layout = _layout_of(lines)
    paragraphs: list[Paragraph] = []
    clauses_seen = in_annex = False
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        kind = _kind(line, following)
        in_annex = in_annex or (kind == "annex" and clauses_seen)
        if in_annex:
            paragraphs.append(Paragraph(line.text, kind if kind == "annex" else "annex line"))
            continue
        before = paragraphs[-1] if paragraphs else None
        alone = len(paragraphs) > 1 and _stands_alone(paragraphs[-2], paragraphs[-1], line)
        if before and not alone and _continues(before, line, kind, following, layout, header=not clauses_seen):
            joined = _joined(before.text, line.text)
            paragraphs[-1] = Paragraph(
                joined, "number" if len(joined) <= _LONGEST_VALUE and is_number_line(joined) else before.kind
            )
        else:
            paragraphs.append(Paragraph(line.text, kind))
            clauses_seen = clauses_seen or _is_clause(line, layout, before)
    return [
        paragraph
        if paragraph.kind in {"label", "annex line"}
        else Paragraph(without_stray_spaces(paragraph.text), paragraph.kind)
        for paragraph in paragraphs
    ]


def _layout_of(lines: Sequence[Line]) -> Layout:
    long = [line for line in lines if len(line.text) >= 15]
    unfinished = sum(1 for line in long if line.text[-1] not in TERMINAL)
    indented = sum(1 for line in lines if line.indent >= 2)
    return Layout(wrapped=len(long) >= 10 and unfinished > len(long) / 2 and 2 <= indented < len(lines) / 2)


def _kind(line: Line, following: Line | None) -> str:
    kind = kind_of(line.text)
    if kind == "text" and following and kind_of(following.text) == "date" and ORGAN_LINE.fullmatch(line.text):
        return "signature"
    return kind


def _is_clause(line: Line, layout: Layout, before: Paragraph | None = None) -> bool:
    """A line with a number. Among wrapped lines it is indented, or stands after what has come to its end."""
    if read_marker(line.text) is None:
        return False
    if line.indent >= 2 or not layout.wrapped or before is None:
        return True
    return before.text[-1] in _CLAUSE_ENDS or (len(before.text) <= _LONGEST_HEADING and _is_bare(before.text))


def _is_bare(text: str) -> bool:
    marker = read_marker(text)
    return marker is not None and not _PUNCTUATION.search(marker.rest)


def _continues(
    before: Paragraph, line: Line, kind: str, following: Line | None, layout: Layout, *, header: bool
) -> bool:
    """Whether the line belongs to the paragraph before it."""
    if before.kind == "label":
        return _is_value(before, line, kind)
    if before.kind not in {"text", "attachment"} or kind != "text":
        return False
    if before.text[-1] in _NEVER_LAST:
        return True
    if _is_clause(line, layout, before):
        return False
    if _closes(before.text, line.text) or (header and _ends_title(before, line)):
        return True
    if line.text[0] in _CONTINUES:
        return True
    if layout.wrapped and line.indent >= 2:
        return False
    if is_open(before.text[-400:]):
        return True
    if begins_with_label(line.text):
        return False
    if header and TITLE_END.search(before.text[-_LONGEST_TITLE:]):
        return False
    if _is_heading(before.text, layout):
        return _is_left_over(line, following, layout, before)
    if ends_with_group(before.text):
        return False
    return before.text[-1] not in TERMINAL + "”" or (layout.wrapped and not header and before.kind == "text")


def _is_value(before: Paragraph, line: Line, kind: str) -> bool:
    """Whether the line is what a label above it names, or its rest; a title or an addressee is not."""
    if any(is_cut(before.text, line.text) for is_cut in (is_cut_label, is_cut_number, is_cut_date, _is_cut_code)):
        return True
    if kind == "label" or len(line.text) > _LONGEST_VALUE:
        return False
    if LABEL.search(line.text):
        return True
    if line.text[-1] in "：:" or TITLE_END.search(line.text):
        return False
    return before.text[-1] in "：:" or _closes(before.text, line.text)


def _is_cut_code(before: str, line: str) -> bool:
    """An index number goes on in the next line."""
    return bool(_CODE_END.search(before)) and line[0].isascii() and line[0].isalnum()


def _closes(before: str, line: str) -> bool:
    """Whether the line closes a bracket that the text before it left open, a list of units for one."""
    found = _NEXT_BRACKET.match(line)
    return found is not None and found[0][-1] in CLOSING and is_open(before[-_LONGEST_BRACKET:])


def _ends_title(before: Paragraph, line: Line) -> bool:
    """Whether the line is the end of a title that begins above it; both may stand in the middle of the page."""
    if len(before.text) > _LONGEST_TITLE:
        return False
    plain = not _PUNCTUATION.search(before.text + line.text) and not TITLE_END.search(before.text)
    return plain and before.kind == "text" and bool(TITLE_END.search(line.text))


def _stands_alone(earlier: Paragraph, before: Paragraph, line: Line) -> bool:
    """总体要求 after a sentence is a heading that lost its number, unless a page break cut it."""
    after_sentence = earlier.kind == "text" and earlier.text[-1] in _SENTENCE_ENDS
    return after_sentence and line.above < _PAGE_BREAK and bool(_BARE_HEADING.fullmatch(before.text))


def _is_heading(text: str, layout: Layout) -> bool:
    marker = read_marker(text)
    return bool(
        marker and not layout.wrapped and len(text) <= _LONGEST_HEADING and not _PUNCTUATION.search(marker.rest)
    )


def _is_left_over(line: Line, following: Line | None, layout: Layout, before: Paragraph) -> bool:
    """Whether a page break cut the heading before: what is left is short, or ends its sentence."""
    if line.above < _PAGE_BREAK:
        return False
    marker = read_marker(before.text)
    if marker and marker.level > 1:
        return True
    plain = len(line.text) <= _LEFT_OVER and not _PUNCTUATION.search(line.text)
    return plain and following is not None and _is_clause(following, layout)


def _joined(before: str, after: str) -> str:
    return f"{before} {after}" if before[-1].isascii() and after[0].isascii() and after[0].isalnum() else before + after
