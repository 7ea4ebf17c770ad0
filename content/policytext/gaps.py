"""Single numbers that were lost: a gap in the order, or a last clause that looks like all the others of its level."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from content.policytext.branches import Branch
from content.policytext.characters import OPENING
from content.policytext.groups import begins_with_label, find_groups

_RUN_IN = re.compile(r"(?P<title>[^。，,；;：:！？!?\n]{2,36})。(?=[^（(【])")
_HEADING = re.compile(r"[^。；;：:！？!?\n]{2,36}。?")
_BARE_HEADING = re.compile(r"[\u3400-\u9fff“”、]{2,16}")
_COMMA = re.compile(r"[，,]")
# What a list of principles begins with; it has titles but never had numbers.
_NEVER_NUMBERED = "坚持"
_ENDS = ("。", "！", "”", "）", ")", "；")
_MOST = 0.8


@dataclass(frozen=True)
class _Place:
    """Paragraph `paragraph` of branch `branch`, from which on the text belongs to the lost clause."""

    branch: int
    paragraph: int


def fill_gaps(branches: Sequence[Branch]) -> list[Branch]:
    """The same clauses, with those put in whose numbers the order misses and whose beginnings can be told.

    Whatever cannot be told is left as it is, so that a gap that remains is a gap of the document.
    """
    filled: list[Branch] = []
    last: dict[int, int] = {}
    for branch in branches:
        start = last.get(branch.level, _parent(filled, branch.level))
        before = filled[start].value if branch.level in last else 0
        if branch.level == 3 and branch.value <= before:
            before, start = 0, _parent(filled, branch.level)
        missing = branch.value - before - 1
        if missing > 0 and filled:
            _put_in(filled, start, branch, list(range(before + 1, branch.value)))
        filled.append(branch)
        last = {level: place for level, place in last.items() if level < branch.level or level == 3 > branch.level}
        last[branch.level] = len(filled) - 1
    return [piece for branch in filled for piece in _with_last_ones(branch, filled)]


def _parent(branches: Sequence[Branch], level: int) -> int:
    """Where the clause stands under which one of this level would come, or the first of all."""
    above = (place for place in range(len(branches) - 1, -1, -1) if branches[place].level < level)
    return next(above, 0)


def _put_in(filled: list[Branch], start: int, following: Branch, values: Sequence[int]) -> None:
    """Takes as many clauses out of the text as are missing, the last of the candidates when there are more."""
    places = _candidates(filled, start, following)
    if len(places) < len(values):
        return
    chosen = list(zip(places[-len(values) :], values, strict=True))
    for place, value in reversed(chosen):
        holder = filled[place.branch]
        taken = holder.paragraphs[place.paragraph :]
        del holder.paragraphs[place.paragraph :]
        filled.insert(place.branch + 1, Branch(following.level, value, "", taken, inferred=True))


def _candidates(filled: Sequence[Branch], start: int, following: Branch) -> list[_Place]:
    """Of the shape of the clause after the gap when there are such, otherwise of the other shape."""
    of_shape = (_run_in_places, _heading_places) if _is_run_in(following) else (_heading_places, _run_in_places)
    return next((places for find in of_shape if (places := list(find(filled, start, following.level)))), [])


def _run_in_places(filled: Sequence[Branch], start: int, level: int) -> Iterator[_Place]:
    for place, text in _later_paragraphs(filled, start):
        if _has_title(text) and level > 1:
            yield place


def _heading_places(filled: Sequence[Branch], start: int, level: int) -> Iterator[_Place]:
    for place, text in _later_paragraphs(filled, start):
        paragraphs = filled[place.branch].paragraphs
        after = filled[place.branch + 1].level if place.branch + 1 < len(filled) else 0
        leads_on = place.paragraph + 1 < len(paragraphs) or after > level
        if leads_on and is_heading(text):
            yield place


def is_heading(text: str) -> bool:
    """Whether the paragraph is a heading and nothing else: short, one sentence at most, not a line of units."""
    plain = _HEADING.fullmatch(text) and text[0] not in OPENING and not text.startswith(_NEVER_NUMBERED)
    return bool(plain) and len(_COMMA.findall(text)) < 2


def _later_paragraphs(filled: Sequence[Branch], start: int) -> Iterator[tuple[_Place, str]]:
    for number, branch in enumerate(filled[start:], start):
        for paragraph, (before, text) in enumerate(pairwise(branch.paragraphs), 1):
            if before.endswith(_ENDS) or (paragraph == 1 and is_heading(before)):
                yield _Place(number, paragraph), text


def _is_run_in(branch: Branch) -> bool:
    return bool(branch.paragraphs) and bool(_RUN_IN.match(branch.paragraphs[0]))


def _has_title(text: str) -> bool:
    return bool(_RUN_IN.match(text)) and not text.startswith(_NEVER_NUMBERED)


def _with_last_ones(branch: Branch, everything: Sequence[Branch]) -> Iterator[Branch]:
    """A clause and those that follow it without a number, where the others of its kind have one shape."""
    if len(branch.paragraphs) < 2:
        yield branch
        return
    headed = list(_with_last_heading(branch, everything))
    yield branch
    if branch.level in {2, 3} and _is_run_in(branch) and _is_last(branch, everything):
        yield from _split(branch, branch.level, _later_titles(branch, _peers(branch, everything)), branch.value)
    yield from headed


def _with_last_heading(branch: Branch, everything: Sequence[Branch]) -> Iterator[Branch]:
    """A heading （四） or 四、 that lost its number and stands after the clause before, or after its last item."""
    place = _place(branch, everything)
    for level, reads in ((1, _BARE_HEADING.fullmatch), (2, is_heading)):
        above = next((everything[at] for at in range(place, -1, -1) if everything[at].level <= level), None)
        if above is None or above.level != level or not _is_last(above, everything):
            continue
        if not all(reads(peer.paragraphs[0]) for peer in [above, *_siblings(above, everything)] if peer.paragraphs):
            continue
        pairs = enumerate(pairwise(branch.paragraphs[:-1]), 1)
        headings = [number for number, (before, text) in pairs if before.endswith(_ENDS) and reads(text)]
        if len(headings) == 1:
            yield from _split(branch, level, headings, above.value)


def _split(branch: Branch, level: int, starts: Sequence[int], value: int) -> Iterator[Branch]:
    ends = [*starts, len(branch.paragraphs)][1:]
    taken = [branch.paragraphs[start:end] for start, end in zip(starts, ends, strict=False)]
    del branch.paragraphs[min(starts, default=len(branch.paragraphs)) :]
    for number, paragraphs in enumerate(taken, value + 1):
        yield Branch(level, number, "", paragraphs, inferred=True)


def _later_titles(branch: Branch, peers: Sequence[Branch]) -> list[int]:
    """The paragraphs of a clause that look like a clause, where all its peers are one paragraph with a title."""
    if peers and not _mostly(_is_one_titled_paragraph(peer) for peer in peers):
        return []
    with_units = _mostly(bool(find_groups("\n".join(peer.paragraphs))) for peer in peers)
    return [
        number
        for number, text in enumerate(branch.paragraphs)
        if number and _has_title(text) and (not with_units or find_groups("\n".join(branch.paragraphs[number:])))
    ]


def _peers(branch: Branch, everything: Sequence[Branch]) -> list[Branch]:
    """The others under the same heading, nobody for a lone （一）; of level 3, which may run on, all there are."""
    siblings = [] if branch.level == 3 else _siblings(branch, everything)
    if siblings or (branch.level == 2 and branch.value == 1):
        return siblings
    return [other for other in everything if other.level == branch.level and other is not branch]


def _siblings(branch: Branch, everything: Sequence[Branch]) -> list[Branch]:
    place = _place(branch, everything)
    start = next((at for at in range(place, -1, -1) if everything[at].level < branch.level), -1)
    end = next((at for at in range(place, len(everything)) if everything[at].level < branch.level), len(everything))
    return [other for other in everything[start + 1 : end] if other.level == branch.level and other is not branch]


def _is_one_titled_paragraph(branch: Branch) -> bool:
    rest = [text for text in branch.paragraphs[1:] if not begins_with_label(text) and text[0] not in OPENING]
    return not rest and _is_run_in(branch)


def _mostly(answers: Iterable[bool]) -> bool:
    given = list(answers)
    return bool(given) and sum(given) >= len(given) * _MOST


def _is_last(branch: Branch, everything: Sequence[Branch]) -> bool:
    """Whether no clause of the next number follows it under the same heading, nor runs on under the next."""
    after = everything[_place(branch, everything) + 1 :]
    following = next((other for other in after if other.level <= branch.level), None)
    running = next((other for other in after if other.level == branch.level), None)
    return following is None or (following.level < branch.level and (running is None or running.value == 1))


def _place(branch: Branch, everything: Sequence[Branch]) -> int:
    return next(number for number, other in enumerate(everything) if other is branch)
