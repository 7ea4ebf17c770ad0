"""How a title is typed by who writes no Chinese characters: liushouertong, lset."""

import re
from collections.abc import Iterator

from content.indexing.folding import fold
from portal.pinyin import syllables

LONGEST = 36
_CHINESE = re.compile(r"[^\W_a-z0-9]+")


def sounds(title: str) -> str:
    """The pinyin of the title and its initials, each from every character on, as one line of Latin words."""
    return " ".join(dict.fromkeys(word for run in _CHINESE.findall(fold(title)) for word in _from_each(run)))


def _from_each(run: str) -> Iterator[str]:
    spoken = [syllable for syllable in syllables(run) if syllable.isascii() and syllable.isalpha()]
    for start in range(len(spoken)):
        rest = spoken[start : start + LONGEST]
        yield "".join(rest)[:LONGEST]
        yield "".join(syllable[0] for syllable in rest)
