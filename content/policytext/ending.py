"""What stands below the last clause: attachments, signature, date, disclosure mark, annexes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from content.policytext.characters import without_stray_spaces
from content.policytext.dates import read_date
from content.policytext.document import Annex, Member
from content.policytext.kinds import attachment_name, disclosure_in
from content.policytext.paragraphs import Paragraph

ENDING_KINDS = {"signature", "date", "attachment", "disclosure", "annex"}

_SERIAL = re.compile(r"(?:^|(?<=\S))\s*\d{1,2}[.．、]\s*")
_ROLE = re.compile(
    r"(?P<role>组\s*长|副\s*组\s*长|常务副组长|成\s*员|召集人|副召集人|主\s*任|副\s*主\s*任)\s*[:：]\s*(?P<rest>.*)"
)
_LONGEST_NAME_PART = 4


@dataclass
class Ending:
    signatures: list[str] = field(default_factory=list)
    issued_on: date | None = None
    has_date: bool = False
    disclosure: str = ""
    attachments: list[str] = field(default_factory=list)
    annexes: list[Annex] = field(default_factory=list)


def read_ending(paragraphs: Sequence[Paragraph]) -> Ending:
    """Sorts the paragraphs from the first one that cannot belong to a clause."""
    ending = Ending()
    for paragraph in paragraphs:
        if paragraph.kind == "signature":
            ending.signatures.append(paragraph.text)
        elif paragraph.kind == "date" and not ending.has_date:
            ending.has_date, ending.issued_on = True, read_date(paragraph.text)
        elif paragraph.kind == "disclosure":
            ending.disclosure = disclosure_in(paragraph.text)
        elif paragraph.kind == "attachment":
            ending.attachments.extend(_names(attachment_name(paragraph.text)))
    ending.annexes = _annexes(paragraphs)
    return ending


def _names(text: str) -> list[str]:
    """附件：1.甲 2.乙 names two."""
    return [name.strip(" 。;；") for name in _SERIAL.split(text) if name.strip(" 。;；")]


def _annexes(paragraphs: Sequence[Paragraph]) -> list[Annex]:
    annexes: list[list[str]] = []
    for paragraph in paragraphs:
        if paragraph.kind == "annex":
            annexes.append([])
        elif paragraph.kind == "annex line" and annexes:
            annexes[-1].append(paragraph.text)
    return [_annex(lines) for lines in annexes if lines]


def _annex(lines: list[str]) -> Annex:
    return Annex(
        without_stray_spaces(lines[0]), tuple(lines[1:]), tuple(member for _line, member in members_in(lines[1:]))
    )


def members_in(lines: Sequence[str]) -> list[tuple[int, Member]]:
    """组长：张某 市政府副市长, and below it further people of the same role; each with the place of the line."""
    members: list[tuple[int, Member]] = []
    role = ""
    for place, line in enumerate(lines):
        found = _ROLE.match(line)
        role = re.sub(r"\s", "", found["role"]) if found else role
        office = _office(found["rest"] if found else line)
        if role and office:
            members.append((place, Member(role, office)))
    return members


def _office(text: str) -> str:
    """The office in such a line; the name before it, in one piece or spaced out, is left out. A sentence has none."""
    parts = text.split()
    while len(parts) > 1 and len(parts[0]) <= _LONGEST_NAME_PART:
        parts = parts[1:]
    office = "".join(parts)
    return "" if re.search(r"[。，；：]", office) else office
