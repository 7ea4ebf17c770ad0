"""Who is responsible for what in a document, unit by unit. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class ClauseLink:
    id: str
    title: str

    @property
    def anchor(self) -> str:
        return quote(self.id)


@dataclass
class Unit:
    """`leads` and `cooperating` are the clauses, in the order of the document, each once."""

    name: str
    leads: list[ClauseLink] = field(default_factory=list)
    cooperating: list[ClauseLink] = field(default_factory=list)


def units(clauses: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """Every unit that a clause names, those that lead first; then as the document names them."""
    found: dict[str, Unit] = {}
    for clause in clauses:
        link = ClauseLink(clause["id"], clause["title"])
        for row in clause["allocations"]:
            for name in row["leads"]:
                _add(found.setdefault(name, Unit(name)).leads, link)
            for name in row["cooperating"]:
                _add(found.setdefault(name, Unit(name)).cooperating, link)
    return sorted(found.values(), key=lambda unit: not unit.leads)


def _add(links: list[ClauseLink], link: ClauseLink) -> None:
    if link not in links:
        links.append(link)
