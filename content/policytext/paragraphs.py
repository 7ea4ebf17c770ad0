"""From lines to paragraphs: a sentence cut by a page break or a wrapped line becomes one again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.policytext.characters import CLOSING, TERMINAL, is_open, without_stray_spaces
from content.policytext.groups import ends_with_group
from content.policytext.kinds import ORGAN_LINE, TITLE_END, kind_of
from content.policytext.lines import Line
from content.policytext.markers import read_marker

_CONTINUES = "，,。、；;：:！？!?”’" + CLOSING
_PUNCTUATION = re.compile(r"[。，、；：！？,;:!?]")
_LONGEST_HEADING = 36
_PAGE_BREAK = 3
_LEFT_OVER = 15


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
        if before and _continues(before, line, kind, following, layout, header=not clauses_seen):
            paragraphs[-1] = Paragraph(_joined(before.text, line.text), before.kind)
        else:
            paragraphs.append(Paragraph(line.text, kind))
            clauses_seen = clauses_seen or _is_clause(line, layout)
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


def _is_clause(line: Line, layout: Layout) -> bool:
    return read_marker(line.text) is not None and (line.indent >= 2 or not layout.wrapped)


def _continues(
    before: Paragraph, line: Line, kind: str, following: Line | None, layout: Layout, *, header: bool
) -> bool:
    """Whether the line belongs to the paragraph before it."""
    if before.kind not in {"text", "attachment"} or kind not in {"text"} or _is_clause(line, layout):
        return False
    if line.text[0] in _CONTINUES:
        return True
    if layout.wrapped and line.indent >= 2:
        return False
    if is_open(before.text[-400:]):
        return True
    if header and TITLE_END.search(before.text):
        return False
    if _is_heading(before.text, layout):
        return _is_left_over(line, following, layout, before)
    if ends_with_group(before.text):
        return False
    return before.text[-1] not in TERMINAL + "”" or (layout.wrapped and not header and before.kind == "text")


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
