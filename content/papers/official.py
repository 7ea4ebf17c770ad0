"""What stands on the sheet of GB/T 9704-2012, from the head to the imprint."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from content.papers.data import data_of
from content.papers.titles import title_lines
from content.papers.wording import wording
from content.text import lines_of

if TYPE_CHECKING:
    from content.models import PolicyPage

# The mark of the office is as large as fits on 156 mm, and no larger than it is usual.
MARK_WIDTH, MARK_LARGEST = 430.0, 49.0
MARK_ENDS = "文件"
# Headings of these levels stand alone; below, the text runs on.
ALONE = 2


@dataclass(frozen=True)
class Line:
    """A paragraph. A heading stands before its text in the typeface of its level, or alone; then `rank` is that of its
    tag, which skips none (ISO 14289-1, 7.4.2)."""

    level: int
    heading: SafeString | str
    text: SafeString | str
    rank: int = 0


def official(page: PolicyPage, outline: dict[str, Any]) -> dict[str, Any]:
    """The variables of `content/official_paper.html`."""
    offices = list(page.issuer_names)
    return {
        "title": page.title,
        "offices": offices,
        "mark_ends": MARK_ENDS,
        "mark_size": _mark_size(offices),
        "number": page.document_number,
        "title_lines": title_lines(page.title),
        "addressees": wording("，".join(page.addressee_list)),
        "preamble": list(map(wording, outline["preamble"])),
        "lines": list(_ranked(line for clause in outline["clauses"] for line in _clause(clause))),
        "closing": list(map(wording, outline["closing"])),
        "attachments": list(map(wording, lines_of(page.attachments))),
        "issued_on": _day(page.issued_on),
        "annexes": list(_annexes(outline["annexes"])),
        "imprint": _imprint(page),
        "data": base64.b64encode(json.dumps(data_of(page, outline), ensure_ascii=False).encode()).decode(),
    }


def _mark_size(offices: list[str]) -> float:
    """In points."""
    longest = max((len(office) for office in offices), default=1) + len(MARK_ENDS)
    return round(min(MARK_LARGEST, MARK_WIDTH / longest), 1)


def _clause(clause: dict[str, Any]) -> Iterator[Line]:
    level, number, title = clause["level"], clause["number"], clause["title"]
    paragraphs = clause["text"].split("\n") if clause["text"] else []
    if title and (level <= ALONE or not paragraphs):
        yield Line(level, wording(f"{number}{title}"), "")
    elif title:
        yield Line(level, wording(f"{number}{title}。"), wording(paragraphs.pop(0)))
    elif paragraphs:
        yield Line(level, "", wording(f"{number}{paragraphs.pop(0)}"))
    for text in paragraphs:
        yield Line(0, "", wording(text))


def _ranked(lines: Iterable[Line]) -> Iterator[Line]:
    """The title of the document is of rank 1."""
    last = 1
    for line in lines:
        if line.heading and not line.text:
            last = min(line.level + 1, last + 1)
            yield replace(line, rank=last)
        else:
            yield line


def _annexes(annexes: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    for place, annex in enumerate(annexes, 1):
        yield {
            "mark": f"附件{place}" if len(annexes) > 1 else "附件",
            "title_lines": title_lines(annex["title"]),
            "lines": [wording(line) for line in annex["text"].splitlines() if line.strip()],
        }


def _imprint(page: PolicyPage) -> dict[str, Any] | None:
    """At the foot of the last page; None where the document says nothing of it."""
    copies = page.copied_to.strip().rstrip("。")
    if not (copies or page.printed_by):
        return None
    return {"copies": wording(copies), "by": page.printed_by, "on": _day(page.printed_on or page.issued_on)}


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
