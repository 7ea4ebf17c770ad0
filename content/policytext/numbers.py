"""文号: 代字〔年〕序号号, in every bracket and digit the field has seen."""

import re

from content.policytext.characters import numeral, positional

_BRACKETED = (
    r"[〔\[【（(〖［﹝「『<〈《{｛]\s*(?P<year>(?:\s*[\d〇○零一二三四五六七八九]){4})\s*年?\s*"
    r"[〕\]】）)〗］﹞」』>〉》}｝]"
)
_LETTERS = r"(?P<organ>[\u3400-\u9fff]{1,12}?)"
_NUMBER = re.compile(
    _LETTERS + r"\s*" + _BRACKETED + r"\s*第?\s*(?P<serial>\d(?:\s*\d){0,4}|[一二三四五六七八九十]{1,3})\s*号"
)
_LEAD_IN = re.compile(
    r"^.*(?:根据|按照|依据|贯彻|落实|执行|转发|印发|废止|参照|文件|以及|及|和|与|见|由|的)(?=[\u3400-\u9fff]{2})"
)


def find_numbers(text: str) -> list[str]:
    """Every 文号 in the text in its one spelling, in order, each once."""
    return list(dict.fromkeys(_spelled(found) for found in _NUMBER.finditer(text)))


def is_cut_number(before: str, after: str) -> bool:
    """Whether a 文号 begins in the one text and ends in the other."""
    found = (match.span() for match in _NUMBER.finditer(before + after))
    return any(start < len(before) < end for start, end in found)


def is_number_line(text: str) -> bool:
    """Whether the line is a 文号 and nothing else."""
    return bool(_NUMBER.fullmatch(text.strip()))


def _spelled(found: re.Match[str]) -> str:
    organ = _LEAD_IN.sub("", found["organ"])
    year, serial = _digits(found["year"]), _digits(found["serial"])
    return f"{organ}〔{positional(year) or year}〕{numeral(serial) or (int(serial) if serial.isdigit() else serial)}号"


def _digits(text: str) -> str:
    return re.sub(r"\s", "", text)
