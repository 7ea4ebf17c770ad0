"""From paragraphs to the tree of clauses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.policytext.allocations import allocate
from content.policytext.branches import Branch
from content.policytext.characters import is_open
from content.policytext.document import Clause
from content.policytext.gaps import fill_gaps, is_heading
from content.policytext.inferring import propose
from content.policytext.lostnumbers import split_unnumbered
from content.policytext.markers import Marker, path_part, read_marker

_FIRST_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]")
_LONGEST_TITLE = 45
_LARGEST_STEP = 5
_SHORTEST_HEADING = 4


def read_clauses(paragraphs: Iterable[str], *, place: str = "") -> tuple[list[Clause], list[str]]:
    """The clauses in document order, and a warning for every doubt. A first paragraph without a number lost 一、.

    `place` (市, 州, 县) goes before units that are printed without one.
    """
    warnings: list[str] = []
    branches = split_unnumbered(fill_gaps(_branches(paragraphs, warnings)))
    _warn_of_gaps(branches, warnings)
    clauses = list(_with_paths(branches, warnings))
    _warn_of_inferred(clauses, warnings)
    allocated = [
        replace(clause, allocations=allocate(clause.text, place) or propose(clause.text)) for clause in clauses
    ]
    _warn_of_proposals(allocated, warnings)
    return allocated, warnings


def _branches(paragraphs: Iterable[str], warnings: list[str]) -> list[Branch]:
    branches: list[Branch] = []
    last: dict[int, int] = {}
    begun: set[int] = set()
    for text in paragraphs:
        marker = read_marker(text)
        if marker and _is_plausible(marker, last, begun):
            _restore_parent(branches, marker, last)
            branches.append(Branch(marker.level, marker.value, marker.printed, [marker.rest] if marker.rest else []))
            last = {level: value for level, value in last.items() if level < marker.level or _runs_on(level, marker)}
            last[marker.level] = marker.value
            begun = {level for level in begun if level < marker.level} | {marker.level}
        elif not branches:
            branches.append(Branch(1, 1, "", [text], inferred=True))
            last[1] = 1
        else:
            _warn_of_disorder(marker, warnings)
            branches[-1].paragraphs.append(text)
    return branches


def _runs_on(level: int, marker: Marker) -> bool:
    """Numbers of level 3 may run through the whole document, so they are remembered across headings above."""
    return level == 3 and marker.level < 3


def _is_plausible(marker: Marker, last: dict[int, int], begun: set[int]) -> bool:
    """Whether the number goes on from the one before it, says it again, or begins anew under another heading."""
    before = last.get(marker.level, 0)
    if marker.value == 1 or before < marker.value <= before + _LARGEST_STEP:
        return True
    if marker.value == before:
        return len(marker.rest) >= _SHORTEST_HEADING
    return marker.level not in begun and marker.value <= _LARGEST_STEP


def _warn_of_disorder(marker: Marker | None, warnings: list[str]) -> None:
    if marker:
        warnings.append(
            _("“%(start)s…” stands out of order and was taken as text, not as a clause.")
            % {"start": f"{marker.printed}{marker.rest}"[:20]}
        )


def _warn_of_gaps(branches: Iterable[Branch], warnings: list[str]) -> None:
    last: dict[int, int] = {}
    for branch in branches:
        before = last.get(branch.level, 0)
        if branch.level == 3 and branch.value < before:
            before = 0
        if (missing := branch.value - before - 1) > 0:
            warnings.append(
                ngettext(
                    "%(count)d number is missing before “%(number)s”.",
                    "%(count)d numbers are missing before “%(number)s”.",
                    missing,
                )
                % {"number": branch.printed, "count": missing}
            )
        last = {level: value for level, value in last.items() if level <= branch.level or level == 3}
        last[branch.level] = branch.value


def _restore_parent(branches: list[Branch], marker: Marker, last: dict[int, int]) -> None:
    """A heading that lost its number: the short line before （一） when （一） is there already, or before an item."""
    level = marker.level - 1
    if level not in {1, 2} or level not in last or not branches or (level == 1 and not _begins_again(marker, last)):
        return
    holder = branches[-1]
    if len(holder.paragraphs) < 2 or not _looks_like_heading(holder.paragraphs[-1], level):
        return
    last[level] += 1
    branches.append(Branch(level, last[level], "", [holder.paragraphs.pop()], inferred=True))


def _begins_again(marker: Marker, last: dict[int, int]) -> bool:
    return marker.value == 1 and marker.level in last


def _looks_like_heading(text: str, level: int) -> bool:
    if level == 1:
        return len(text) <= 20 and not re.search(r"[。，、；：,;:!！?？]", text)
    return is_heading(text)


def _with_paths(branches: Sequence[Branch], warnings: list[str]) -> Iterator[Clause]:
    open_parts: dict[int, str] = {}
    used: dict[str, int] = {}
    for branch, following in zip_longest(branches, branches[1:]):
        open_parts = {level: part for level, part in open_parts.items() if level < branch.level}
        open_parts[branch.level] = path_part(branch.level, branch.value)
        path = "".join(part for _level, part in sorted(open_parts.items()))
        used[path] = used.get(path, 0) + 1
        if used[path] > 1:
            warnings.append(_("There is more than one clause %(clause)s.") % {"clause": path})
            path = f"{path}·{used[path]}"
        is_parent = following is not None and following.level > branch.level
        title, text = split_title(branch.paragraphs, is_parent=is_parent)
        number = branch.printed or path_part(branch.level, branch.value)
        yield Clause(path, branch.level, number, title, text, branch.inferred)


def _warn_of_inferred(clauses: Iterable[Clause], warnings: list[str]) -> None:
    inferred = [clause.id for clause in clauses if clause.inferred]
    if inferred:
        warnings.append(
            _("Numbers that are not printed were inferred from the order: %(clauses)s.")
            % {"clauses": " ".join(inferred)}
        )


def _warn_of_proposals(clauses: Iterable[Clause], warnings: list[str]) -> None:
    proposed = [clause.id for clause in clauses if any(not row.printed for row in clause.allocations)]
    if proposed:
        warnings.append(
            _("Nobody is printed as responsible in %(clauses)s. What the text suggests is hidden until confirmed.")
            % {"clauses": " ".join(proposed)}
        )


def split_title(paragraphs: Sequence[str], *, is_parent: bool = False) -> tuple[str, str]:
    """The heading of a clause, without its full stop, and the text below it.

    A single sentence is the heading when other clauses stand below it, and the text when none does.
    """
    if not paragraphs:
        return "", ""
    first, rest = paragraphs[0], list(paragraphs[1:])
    found = _FIRST_SENTENCE.match(first)
    sentence, after = (found[0], first[found.end() :].strip()) if found else (first, "")
    if len(sentence) > _LONGEST_TITLE or is_open(sentence):
        return "", "\n".join(paragraphs)
    if found and not after and not rest and not is_parent:
        return "", first
    return sentence.rstrip("。！？!?"), "\n".join([after, *rest] if after else rest)
