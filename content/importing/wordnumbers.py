"""The numbers that Word writes before paragraphs: they stand nowhere in the text, only in how the list is described."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element  # nosec B405 -- the type only

from content.policytext.characters import as_numeral

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMERALS = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "japaneseDigitalTen2"),
    *("taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "chineseDigital"),
}
_FIRST_SIGNS = {
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "decimalEnclosedParen": "⑴",
    "decimalEnclosedFullstop": "⒈",
}
_MOST_SIGNS = 20
_LARGEST_NUMERAL = 99
# Word has nine levels, and 第%1章 is a long number: what is longer would be written before every paragraph.
_DEEPEST, _LONGEST = 9, 40


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


class Numbering:
    """Counts the lists of one document. `next` is to be called for its paragraphs in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels, self._starts, self._lists = _read(numbering)
        self._by_style = _numbers_of_styles(styles)
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, paragraph: Element) -> str:
        """The number before this paragraph as Word prints it, or nothing."""
        found = _number_of(paragraph.find(f"{_W}pPr")) or self._by_style.get(_style_of(paragraph))
        if found is None or found[0] not in self._lists:
            return ""
        number, depth = found
        levels = self._levels.get(self._lists[number], {})
        if depth not in levels:
            return ""
        counters = self._counted(number, depth, levels)
        text = levels[depth].text
        for at, level in levels.items():
            text = text.replace(f"%{at + 1}", _formatted(counters.get(at, level.start), level.form))
        return "" if levels[depth].form in {"bullet", "none"} else text

    def _counted(self, number: str, depth: int, levels: dict[int, _Level]) -> dict[int, int]:
        """Lists that share their description go on counting together, unless one says where it starts."""
        counters = self._counters.setdefault(self._lists[number], {})
        if number not in self._begun:
            self._begun.add(number)
            for at, start in self._starts.get(number, {}).items():
                counters[at] = start - 1
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [at for at in counters if at > depth]:
            del counters[deeper]
        return counters


def _read(numbering: Element | None) -> tuple[dict[str, dict[int, _Level]], dict[str, dict[int, int]], dict[str, str]]:
    """Levels by description, own starts by list, and the description of each list."""
    if numbering is None:
        return {}, {}, {}
    levels = {
        described.get(f"{_W}abstractNumId", ""): {
            _depth(level): _level(level) for level in described.findall(f"{_W}lvl") if _depth(level) < _DEEPEST
        }
        for described in numbering.findall(f"{_W}abstractNum")
    }
    starts: dict[str, dict[int, int]] = {}
    lists: dict[str, str] = {}
    for one in numbering.findall(f"{_W}num"):
        name = one.get(f"{_W}numId", "")
        lists[name] = _value(one, "abstractNumId") or ""
        starts[name] = {
            _depth(override): _whole(start)
            for override in one.findall(f"{_W}lvlOverride")
            if (start := _value(override, "startOverride"))
        }
    return levels, starts, lists


def _level(level: Element) -> _Level:
    text = (_value(level, "lvlText") or "")[:_LONGEST]
    return _Level(_whole(_value(level, "start") or "1"), _value(level, "numFmt") or "decimal", text)


def _depth(element: Element) -> int:
    return _whole(element.get(f"{_W}ilvl") or "0")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _value(parent: Element, name: str) -> str | None:
    found = parent.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _number_of(properties: Element | None) -> tuple[str, int] | None:
    found = None if properties is None else properties.find(f"{_W}numPr")
    number = None if found is None else _value(found, "numId")
    if found is None or number is None:
        return None
    return number, _whole(_value(found, "ilvl") or "0")


def _style_of(paragraph: Element) -> str:
    properties = paragraph.find(f"{_W}pPr")
    return ("" if properties is None else _value(properties, "pStyle")) or ""


def _numbers_of_styles(styles: Element | None) -> dict[str, tuple[str, int]]:
    if styles is None:
        return {}
    found = ((style.get(f"{_W}styleId", ""), _number_of(style.find(f"{_W}pPr"))) for style in styles.iter(f"{_W}style"))
    return {name: number for name, number in found if number}


def _formatted(value: int, form: str) -> str:
    if form in _NUMERALS and 0 < value <= _LARGEST_NUMERAL:
        return as_numeral(value)
    if form in _FIRST_SIGNS and 0 < value <= _MOST_SIGNS:
        return chr(ord(_FIRST_SIGNS[form]) + value - 1)
    return str(value)
