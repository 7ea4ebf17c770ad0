"""From paragraphs to the tree of clauses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from django.utils.translation import gettext as _

from content.policytext.allocations import allocate
from content.policytext.branches import Branch
from content.policytext.characters import is_open
from content.policytext.document import Clause
from content.policytext.lostnumbers import split_unnumbered
from content.policytext.markers import Marker, path_part, read_marker

_FIRST_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]")
_LONGEST_TITLE = 45
_LARGEST_STEP = 5


def read_clauses(paragraphs: Iterable[str]) -> tuple[list[Clause], list[str]]:
    """The clauses in document order, and a warning for every doubt. The first paragraph bears a clause number."""
    warnings: list[str] = []
    branches = split_unnumbered(_branches(paragraphs, warnings))
    clauses = list(_with_paths(branches, warnings))
    _warn_of_inferred(clauses, warnings)
    return [replace(clause, allocations=allocate(clause.text)) for clause in clauses], warnings


def _branches(paragraphs: Iterable[str], warnings: list[str]) -> list[Branch]:
    branches: list[Branch] = []
    last: dict[int, int] = {}
    for text in paragraphs:
        marker = read_marker(text)
        if marker and _is_plausible(marker, last):
            _restore_parent(branches, marker, last)
            _warn_of_gap(marker, last, warnings)
            branches.append(Branch(marker.level, marker.value, marker.printed, [marker.rest] if marker.rest else []))
            last = {level: value for level, value in last.items() if level < marker.level or _runs_on(level, marker)}
            last[marker.level] = marker.value
        elif branches:
            branches[-1].paragraphs.append(text)
    return branches


def _runs_on(level: int, marker: Marker) -> bool:
    """Numbers of level 3 may run through the whole document, so they are remembered across headings above."""
    return level == 3 and marker.level < 3


def _is_plausible(marker: Marker, last: dict[int, int]) -> bool:
    before = last.get(marker.level, 0)
    return marker.value == 1 or before < marker.value <= before + _LARGEST_STEP


def _warn_of_gap(marker: Marker, last: dict[int, int], warnings: list[str]) -> None:
    before = last.get(marker.level, 0)
    if marker.value not in {1, before + 1}:
        warnings.append(
            _("The number %(number)s follows %(before)s: one is missing between them.")
            % {"number": marker.printed, "before": before}
        )


def _restore_parent(branches: list[Branch], marker: Marker, last: dict[int, int]) -> None:
    """（一） twice under one heading: the short line before the second is a heading that lost its number."""
    if marker.level != 2 or marker.value != 1 or 2 not in last or 1 not in last or not branches:
        return
    holder = branches[-1]
    if len(holder.paragraphs) < 2 or not _looks_like_heading(holder.paragraphs[-1]):
        return
    last[1] += 1
    branches.append(Branch(1, last[1], "", [holder.paragraphs.pop()], inferred=True))


def _looks_like_heading(text: str) -> bool:
    return len(text) <= 20 and not re.search(r"[。，、；：,;:!！?？]", text)


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
