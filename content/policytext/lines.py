"""The lines of a text as the eye sees them: indent, space above, and without what each page repeats."""

import re
from collections import Counter
from dataclasses import dataclass

from content.policytext.characters import normalise
from content.policytext.dates import is_date_line
from content.policytext.kinds import ORGAN_LINE, TITLE_END
from content.policytext.markers import read_marker

_PAGE_NUMBER = re.compile(
    r"[-—–－·\[\s]*\d{1,3}(?:\s*/\s*\d{1,3})?[-—–－·\]\s]*|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?"
)
_ANY_PUNCTUATION = re.compile(r"[。，、；：！？,;:!?（）()《》〔〕]")
_LONGEST_HEADER = 30
_PAGE_BREAK = 3
_COUNTING = re.compile(r"^[-—–·\s]*\d+[-—–·\s]*(?=\D)|[-—–·\s]*(?:\d{4}年)?第?\d+[期页卷号]?[-—–·\s]*$")
# Where a title may stand.
_TITLE_LINES = 4
_HEADER = re.compile(r"[\u3400-\u9fff]{2,20}(?:规范性文件|文件汇编|公报|政报|文件选编)")


@dataclass(frozen=True)
class Line:
    """`indent` counts columns (a full-width space is two), `above` the blank lines before it."""

    text: str
    indent: int
    above: int


def read_lines(text: str) -> list[Line]:
    """Every line that is part of the document, in order."""
    lines: list[Line] = []
    above = 0
    for raw in normalise(text).split("\n"):
        stripped = raw.strip()
        if not stripped:
            above += 1
        elif not _PAGE_NUMBER.fullmatch(stripped):
            lines.append(Line(stripped, _indent(raw), above))
            above = 0
    return _without_running_headers(lines)


def _indent(raw: str) -> int:
    blank = raw[: len(raw) - len(raw.lstrip())]
    return sum(2 if character == "\u3000" else 1 for character in blank)


def _without_running_headers(lines: list[Line]) -> list[Line]:
    counted = Counter(_without_counting(line.text) for line in lines)
    repeated = {line.text for line in lines if counted[_without_counting(line.text)] > 1 and _may_be_header(line.text)}
    repeated |= {line.text for place, line in enumerate(lines) if _names_its_page(place, line)}
    seen: set[str] = set()
    kept = []
    for line in lines:
        if line.text in repeated and not (TITLE_END.search(line.text) and line.text not in seen):
            continue
        seen.add(line.text)
        kept.append(line)
    return kept


def _names_its_page(place: int, line: Line) -> bool:
    """政府公报 3 anywhere, 规范性文件汇编 alone between two pages."""
    plain = _without_counting(line.text)
    alone = place >= _TITLE_LINES and line.above >= _PAGE_BREAK
    return bool(_HEADER.fullmatch(plain)) and (alone or plain != line.text)


def _without_counting(text: str) -> str:
    """政府公报 3 and 政府公报 4 are the header of two pages."""
    return text if len(text) > _LONGEST_HEADER else _COUNTING.sub("", text)


def _may_be_header(text: str) -> bool:
    return (
        4 <= len(_without_counting(text)) <= len(text) <= _LONGEST_HEADER
        and (text == _without_counting(text) or not read_marker(text))
        and not _ANY_PUNCTUATION.search(text)
        and not is_date_line(text)
        and not ORGAN_LINE.fullmatch(text)
    )
