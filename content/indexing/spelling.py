"""The line that a text becomes when only its words count.

Chinese characters stand side by side, also where a layout has put blanks between them. Latin words and numbers have a
blank on both sides; what else stood between two words, brackets, points, line ends, is one blank. So a text holds a
term when its line holds the line of the term, whatever brackets and blanks were typed.
"""

import re
from collections.abc import Iterator

from content.indexing.folding import fold

_RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")
_LAYOUT = " \t"


def spelled(text: str) -> str:
    return "".join(before + run for before, run, _start in _runs(text))


def places(text: str) -> tuple[str, list[int]]:
    """The same, and for each of its characters where it stands in the text."""
    line, found = [], []
    for before, run, start in _runs(text):
        line.append(before + run)
        found += [start] * len(before) + list(range(start, start + len(run)))
    return "".join(line), found


def _runs(text: str) -> Iterator[tuple[str, str, int]]:
    """What stands before a run of characters, the run, and where it begins."""
    folded = fold(text)
    end, was_latin = 0, False
    for found in _RUN.finditer(folded):
        run, start = found[0], found.start()
        is_latin = run[0].isascii()
        is_apart = bool(end and folded[end:start].strip(_LAYOUT))
        is_joined = not (is_latin or was_latin or is_apart)
        yield ("" if is_joined else " "), run, start
        end, was_latin = found.end(), is_latin
