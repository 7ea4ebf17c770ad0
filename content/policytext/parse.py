"""The front door: text in, Document out."""

import re
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from content.policytext.clauses import read_clauses
from content.policytext.dates import read_date
from content.policytext.document import Clause, Document
from content.policytext.ending import ENDING_KINDS, Ending, read_ending
from content.policytext.heading import Heading, in_full, issuer_in, read_heading
from content.policytext.lines import read_lines
from content.policytext.markers import read_marker
from content.policytext.numbers import find_numbers
from content.policytext.paragraphs import Paragraph, read_paragraphs
from content.policytext.units import is_known, place_in

_SENTENCE_ENDS = ("。", "：", ":")
_BARE_HEADING = re.compile(r"[\u3400-\u9fff“”]{2,20}")


def parse(text: str, source: str = "") -> Document:
    """Reads any text. What is missing or doubtful becomes a warning; nothing is raised."""
    paragraphs = read_paragraphs(read_lines(text))
    start = _first_clause(paragraphs)
    stop = _first_of_ending(paragraphs, start)
    heading = read_heading(paragraphs[:start])
    ending = read_ending(paragraphs[stop:])
    issuer = _issuer(heading, ending)
    texts = (paragraph.text for paragraph in paragraphs[start:stop])
    clauses, clause_warnings = read_clauses(texts, place=place_in(issuer))
    dated = _date_paragraph(heading)
    issued_on = ending.issued_on or (read_date(dated.text) if dated else None)
    warnings = [*heading.warnings, *clause_warnings]
    if not clauses:
        warnings.append(_("No numbered clause was found."))
    unknown = _unknown_units(clauses)
    if unknown:
        warnings.append(_("Units that are in no register: %(units)s.") % {"units": "、".join(unknown)})
    if issued_on is None:
        warnings.append(_about_date(ending.has_date or dated is not None))
    return Document(
        source=source,
        title=heading.title,
        document_number=heading.number,
        issuer=issuer,
        issued_on=issued_on,
        published_on=read_date(heading.labels.get("发布日期") or heading.labels.get("发布时间") or ""),
        index_number=heading.labels.get("索引号", "").replace(" ", ""),
        subject_words=heading.labels.get("主题词", ""),
        addressees=heading.addressees,
        cites=_cites(paragraphs, heading.number),
        disclosure=ending.disclosure or heading.labels.get("公开属性", ""),
        status=heading.status,
        attachments=tuple(ending.attachments),
        preamble=tuple(paragraph.text for paragraph in heading.preamble if paragraph.kind == "text"),
        clauses=tuple(clauses),
        annexes=tuple(ending.annexes),
        warnings=tuple(warnings),
    )


def _first_clause(paragraphs: Sequence[Paragraph]) -> int:
    """Where the first clause begins: at the first number 1, or at a heading before it when the document has no 一、."""
    marked = [(i, marker) for i, p in enumerate(paragraphs) if p.kind == "text" and (marker := read_marker(p.text))]
    start = next((i for i, marker in marked if marker.value == 1), len(paragraphs))
    first = next((marker for _i, marker in marked if marker.level == 1), None)
    if first and first.value == 2:
        return _unnumbered_heading(paragraphs[: marked[0][0]]) or start
    return start


def _unnumbered_heading(paragraphs: Sequence[Paragraph]) -> int | None:
    """总体要求 alone, after a sentence."""
    found = (
        i
        for i, (before, p) in enumerate(pairwise(paragraphs), 1)
        if p.kind == "text" and before.text.endswith(_SENTENCE_ENDS) and _BARE_HEADING.fullmatch(p.text)
    )
    return next(found, None)


def _first_of_ending(paragraphs: Sequence[Paragraph], start: int) -> int:
    found = (i for i, p in enumerate(paragraphs[start:], start) if p.kind in ENDING_KINDS)
    return next(found, len(paragraphs))


def _unknown_units(clauses: Sequence[Clause]) -> list[str]:
    rows = (row for clause in clauses for row in clause.allocations if row.printed)
    return list(dict.fromkeys(name for row in rows for name in (*row.leads, *row.cooperating) if not is_known(name)))


def _date_paragraph(heading: Heading) -> Paragraph | None:
    return next((paragraph for paragraph in heading.preamble if paragraph.kind == "date"), None)


def _about_date(printed: bool) -> str:
    return _("The date of issue is blank or impossible.") if printed else _("No date of issue was found.")


def _issuer(heading: Heading, ending: Ending) -> str:
    signed = ending.signatures or [p.text for p in heading.preamble if p.kind == "signature"]
    labelled = heading.labels.get("发布机构") or heading.labels.get("发文机关") or heading.labels.get("制发机关") or ""
    return "、".join(signed) or issuer_in(heading.title) or in_full(labelled)


def _cites(paragraphs: Sequence[Paragraph], own: str) -> tuple[str, ...]:
    cited = (number for paragraph in paragraphs if paragraph.kind == "text" for number in find_numbers(paragraph.text))
    return tuple(dict.fromkeys(number for number in cited if number != own))
