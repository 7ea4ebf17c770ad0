"""One spelling for digits, spaces, brackets and numerals, whatever the typist or the scanner used."""

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD, *range(0x09), *range(0x0E, 0x20), 0x7F])
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACE_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_FULL_WIDTH_POINT = re.compile(r"(?<=\d)．")

OPENING, CLOSING = "（(〔［[【〖《「『", "）)〕］]】〗》」』"
TERMINAL = "。！？!?；;：:"

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    **{character: value for value, character in enumerate("一二三四五六七八九", 1)},
}


def normalise(text: str) -> str:
    """Line ends as \\n, a page break as blank lines, digits and Latin letters half-width, invisible characters gone."""
    text = text.replace("\f", "\n\n\n")
    text = _LINE_ENDS.sub("\n", text).translate(_INVISIBLE).translate(_FULL_WIDTH)
    return _FULL_WIDTH_POINT.sub(".", text)


def without_stray_spaces(text: str) -> str:
    """Spaces beside a Chinese character are layout; between Latin words they are kept."""
    return _SPACE_BESIDE_CHINESE.sub("", re.sub(r"\s+", " ", text)).strip()


def is_open(text: str) -> bool:
    """Whether the text ends inside brackets or a book title. Opening and closing kinds may be mixed: （…) is closed."""
    depth = 0
    for character in text:
        if character in OPENING:
            depth += 1
        elif character in CLOSING:
            depth = max(0, depth - 1)
    return depth > 0


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral from 一 to 九十九, or None."""
    if not text or any(character not in _DIGITS and character != "十" for character in text) or text.count("十") > 1:
        return None
    if "十" not in text:
        return _DIGITS[text] if len(text) == 1 and _DIGITS[text] else None
    tens, ones = text.split("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)


def positional(text: str) -> int | None:
    """The value of digits written one by one, 二〇一六 as 2016, or None."""
    if not text or any(character not in _DIGITS for character in text):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def as_numeral(value: int) -> str:
    """1 to 99 as a Chinese numeral."""
    tens, ones = divmod(value, 10)
    digits = "〇一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
