"""What a government document consists of, as plain data."""

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any


@dataclass(frozen=True)
class Allocation:
    """Who answers for a stretch of a clause. `text_from` is the offset in the clause's text where it begins.

    `confirmed` says that an editor stands for a row that is not printed.
    """

    seq: int
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]
    printed: bool
    text_from: int
    confirmed: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "leads": list(self.leads),
            "cooperating": list(self.cooperating),
            "printed": self.printed,
            "text_from": self.text_from,
        }


@dataclass(frozen=True)
class Clause:
    """One numbered part. `id` is the path of numbers, 二（一）1; `inferred` says that the document lost the number."""

    id: str
    level: int
    number: str
    title: str
    text: str
    inferred: bool = False
    allocations: tuple[Allocation, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "level": self.level,
            "number": self.number,
            "inferred": self.inferred,
            "title": self.title,
            "text": self.text,
            "allocations": [allocation.as_json() for allocation in self.allocations],
        }


@dataclass(frozen=True)
class Member:
    """A line of a list of members: a role in the group and what stands beside it. The person's name is not kept."""

    role: str
    office: str


@dataclass(frozen=True)
class Annex:
    title: str
    paragraphs: tuple[str, ...]
    members: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Document:
    """What `parse` found. Empty text or None: the document does not say. Each doubt is a sentence in `warnings`."""

    source: str = ""
    title: str = ""
    document_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    published_on: date | None = None
    index_number: str = ""
    subject_words: str = ""
    addressees: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    disclosure: str = ""
    status: str = ""
    attachments: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    annexes: tuple[Annex, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The object that `import_policy --json` prints for one file."""
        return {
            "source": self.source,
            "title": self.title,
            "document_number": self.document_number or None,
            "issuer": self.issuer or None,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "index_number": self.index_number or None,
            "addressees": list(self.addressees),
            "cites": list(self.cites),
            "disclosure": self.disclosure or None,
            "status": self.status or None,
            "attachments": list(self.attachments),
            "clauses": [clause.as_json() for clause in self.clauses],
            "warnings": list(self.warnings),
        }


def leaves(clauses: tuple[Clause, ...]) -> list[Clause]:
    """The clauses that have no clause below them."""
    pairs = zip_longest(clauses, clauses[1:])
    return [clause for clause, after in pairs if after is None or after.level <= clause.level]
