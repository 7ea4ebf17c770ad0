"""Which clause of a document is which of another. Pure.

Clauses have no names, and numbers shift from document to document, so they are known by their words. Of each clause
the pairs of neighbouring signs are taken (heading and text, without punctuation, and without the group of units that
stands in brackets); two clauses are as alike as the pairs they share (Dice: twice the common ones through all of
both). Clauses with the same heading are more alike by a third of what lacks. From the most alike to the least each
clause finds one partner, down to ALIKE; of two that are as alike the ones at the same part of the document. What has
no partner was added or dropped. A pair is kept when its words are the same, whatever its number and punctuation.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import quote

from content.comparing.words import Piece, changes
from content.policytext.groups import find_groups
from content.policytext.offices import function_of

Outcome = Literal["kept", "changed", "added", "dropped"]
ALIKE = 0.32
_SAME_HEADING = 1 / 3
_NO_WORD = re.compile(r"[^\w]|_")


@dataclass(frozen=True)
class Clause:
    id: str
    level: int
    title: str
    text: str
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return quote(self.id)

    @property
    def words(self) -> str:
        return "\n".join(filter(None, [self.title, self.text]))


@dataclass(frozen=True)
class UnitChange:
    """`before` and `after`: leads, takes_part, or empty for a unit that the clause does not name there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Pair:
    """A clause of the one document, of the other, or of both. `alike` from 0 to 1."""

    outcome: Outcome
    before: Clause | None
    after: Clause | None
    alike: float
    title: tuple[Piece, ...] = ()
    text: tuple[Piece, ...] = ()
    units: tuple[UnitChange, ...] = ()


def compare(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], day: date) -> list[Pair]:
    """Clauses of outlines, in the order of `after`; what was dropped stands where it would have come."""
    old, new = [_clause(each) for each in before], [_clause(each) for each in after]
    partners = _partners(old, new)
    pairs: list[Pair] = []
    dropped = _Dropped(old, {one for one, _alike in partners.values()})
    for place, clause in enumerate(new):
        if place in partners:
            earlier, alike = partners[place]
            pairs += dropped.before(earlier)
            pairs.append(_pair(old[earlier], clause, alike, day))
        else:
            pairs.append(Pair("added", None, clause, 0.0))
    return [*pairs, *dropped.before(len(old))]


class _Dropped:
    """What has no partner, each once: as soon as something is reached that stands behind it."""

    def __init__(self, old: Sequence[Clause], met: set[int]) -> None:
        self._waiting = [(place, clause) for place, clause in enumerate(old) if place not in met]

    def before(self, end: int) -> list[Pair]:
        passed = [Pair("dropped", clause, None, 0.0) for place, clause in self._waiting if place < end]
        self._waiting = [one for one in self._waiting if one[0] >= end]
        return passed


def _clause(outline: Mapping[str, Any]) -> Clause:
    rows = outline["allocations"]
    leads = tuple(dict.fromkeys(name for row in rows for name in row["leads"]))
    others = dict.fromkeys(name for row in rows for name in row["cooperating"])
    rest = tuple(name for name in others if name not in leads)
    return Clause(outline["id"], outline["level"], outline["title"], outline["text"], leads, rest)


def _partners(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, tuple[int, float]]:
    """By the place of a clause in `new` the place of its partner in `old`, and how alike they are."""
    scores = sorted(_scores(old, new), key=lambda one: (-one[0], one[1], one[2], one[3]))
    taken: set[int] = set()
    found: dict[int, tuple[int, float]] = {}
    for alike, _away, earlier, later in scores:
        if earlier not in taken and later not in found:
            taken.add(earlier)
            found[later] = earlier, alike
    return found


def _scores(old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[tuple[float, float, int, int]]:
    before, after = [_features(clause) for clause in old], [_features(clause) for clause in new]
    for earlier, (title, pairs) in enumerate(before):
        for later, (other_title, other_pairs) in enumerate(after):
            alike = _dice(pairs, other_pairs)
            if title and title == other_title:
                alike += (1 - alike) * _SAME_HEADING
            if alike >= ALIKE:
                yield round(alike, 2), abs(earlier / len(old) - later / len(new)), earlier, later


def _features(clause: Clause) -> tuple[str, frozenset[str]]:
    words = bare(clause.title) + bare(_without_groups(clause.text))
    return bare(clause.title), frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset({words})


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _without_groups(text: str) -> str:
    for group in reversed(find_groups(text)):
        text = text[: group.start] + text[group.end :]
    return text


def bare(text: str) -> str:
    """Words only, full width or not."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text))


def _pair(before: Clause, after: Clause, alike: float, day: date) -> Pair:
    is_kept = bare(before.words) == bare(after.words)
    return Pair(
        "kept" if is_kept else "changed",
        before,
        after,
        alike,
        tuple(changes(before.title, after.title)) if before.title or after.title else (),
        () if is_kept else tuple(changes(before.text, after.text)),
        tuple(_units(before, after, day)),
    )


def _units(before: Clause, after: Clause, day: date) -> Iterator[UnitChange]:
    """省教育厅 and 市教育局 are the same kind of office: each document names those of its own place."""
    earlier, later = _roles(before, day), _roles(after, day)
    for function in {**earlier, **later}:
        name, was = earlier.get(function, ("", ""))
        name_now, role = later.get(function, ("", ""))
        if was != role:
            yield UnitChange(name_now or name, was, role)


def _roles(clause: Clause, day: date) -> dict[frozenset[str], tuple[str, str]]:
    named = [(name, "leads") for name in clause.leads] + [(name, "takes_part") for name in clause.cooperating]
    found: dict[frozenset[str], tuple[str, str]] = {}
    for name, role in named:
        found.setdefault(function_of(name, day), (name, role))
    return found
