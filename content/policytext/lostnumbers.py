"""Clauses whose automatic numbers were lost on the way: told by the line of responsible units that closes each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from content.policytext.branches import Branch
from content.policytext.groups import ends_with_group

_TITLE = re.compile(r"[^。，,；;！？\n]{4,30}。(?=[^（(【])")
_ONLY_HEADING = re.compile(r"[^。\n]{0,60}。?")
ITEM_LEVEL = 3


def split_unnumbered(branches: Sequence[Branch]) -> list[Branch]:
    """The same clauses, with items of level 3 taken out of the text in which they lost their numbers."""
    pairs = zip_longest(branches, branches[1:])
    return [piece for branch, following in pairs if branch for piece in _pieces(branch, following)]


def _pieces(branch: Branch, following: Branch | None) -> Iterator[Branch]:
    yield branch
    if branch.level == ITEM_LEVEL:
        runs = list(_runs(branch.paragraphs))
        if len(runs) < 2 or not _may_be_items(runs[1:]) or _is_item(following, branch.value + 1):
            return
        branch.paragraphs, items, value = list(runs[0]), runs[1:], branch.value
    elif branch.level < ITEM_LEVEL and branch.paragraphs and _ONLY_HEADING.fullmatch(branch.paragraphs[0]):
        items, value = list(_runs(branch.paragraphs[1:])), 0
        is_last_and_single = len(items) < 2 and following is None
        if not items or not _may_be_items(items) or _is_item(following, 1) or is_last_and_single:
            return
        branch.paragraphs = branch.paragraphs[:1]
    else:
        return
    for number, item in enumerate(items, value + 1):
        yield Branch(ITEM_LEVEL, number, "", item, inferred=True)


def _runs(paragraphs: Iterable[str]) -> Iterator[list[str]]:
    """Stretches that each end with a group of units; what follows the last group goes with it."""
    runs: list[list[str]] = []
    run: list[str] = []
    for text in paragraphs:
        run.append(text)
        if ends_with_group(text):
            runs.append(run)
            run = []
    if run and runs:
        runs[-1].extend(run)
    elif run:
        runs.append(run)
    yield from runs


def _may_be_items(runs: Sequence[Sequence[str]]) -> bool:
    return all(_TITLE.match("".join(run[:2])) and any(ends_with_group(text) for text in run) for run in runs)


def _is_item(branch: Branch | None, value: int) -> bool:
    return branch is not None and branch.level == ITEM_LEVEL and branch.value == value
