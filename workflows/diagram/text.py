"""Breaking text into lines without measuring fonts: a Chinese character is one em wide, a Latin one about half."""

import re
import unicodedata

NARROW = 0.56
_WORDS = re.compile(r"[^\s\u2e80-\uffef]+\s*|\s+|[\u2e80-\uffef]")


def width_of(text: str, size: float) -> float:
    wide = sum(1 for character in text if unicodedata.east_asian_width(character) in "WF")
    return size * (wide + NARROW * (len(text) - wide))


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Lines that fit; a single word longer than a line is cut."""
    lines = [""]
    for word in _WORDS.findall(text):
        if width_of(lines[-1] + word.rstrip(), size) <= width or not lines[-1]:
            lines[-1] += word
        else:
            lines.append(word)
    return tuple(piece.strip() for line in lines for piece in _cut(line, width, size))


def _cut(line: str, width: float, size: float) -> list[str]:
    if width_of(line.strip(), size) <= width:
        return [line]
    fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or width_of(line[:n], size) <= width))
    return [line[:fits], *_cut(line[fits:], width, size)]
