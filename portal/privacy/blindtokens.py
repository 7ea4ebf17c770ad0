"""What of a value goes into the blind index, before it is digested. Pure: the same for what is kept and what is typed.

A number is one token, in the form in which people write it least differently. A name is every unordered pair of its
characters, so any two of them find it, in any order and however far apart.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from itertools import combinations

# A pair for each two: a name of 16 characters has 120.
LONGEST_NAME = 16
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd"
# A Chinese character stands for itself; what is written in letters counts by the word.
_UNIT = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_LANDLINE_WITH_EXTENSION = re.compile(r"(0\d{2,3}-?\d{7,8})[-#转]\d{1,6}", re.ASCII)


class Kind(StrEnum):
    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"


def tokens_of(kind: Kind, value: str) -> set[str]:
    """The tokens of a value; none when nothing in it can be searched for."""
    return _TOKENS[kind](unicodedata.normalize("NFKC", value))


def _name(text: str) -> set[str]:
    units = _UNIT.findall(text.casefold())[:LONGEST_NAME]
    if len(units) == 1:
        return set(units)
    return {" ".join(sorted(pair)) for pair in combinations(units, 2)}


def _id_number(text: str) -> set[str]:
    return _one("".join(character for character in text.upper() if character.isascii() and character.isalnum()))


def _phone(text: str) -> set[str]:
    if match := _LANDLINE_WITH_EXTENSION.fullmatch("".join(text.split())):
        text = match[1]
    digits = "".join(character for character in text if character in "0123456789")
    abroad = text.lstrip().startswith("+") or digits.startswith("00")
    return _one(_without_country(digits.removeprefix("00"), abroad=abroad))


def _without_country(digits: str, *, abroad: bool) -> str:
    """A number of the mainland as it is dialled there, with or without its country code."""
    if not digits.startswith("86") or not (abroad or len(digits) == len("8613812345678")):
        return digits
    national = digits.removeprefix("86")
    return national if national.startswith(("0", "1")) else f"0{national}"


def _one(token: str) -> set[str]:
    return {token} - {""}


_TOKENS: dict[Kind, Callable[[str], set[str]]] = {Kind.NAME: _name, Kind.ID_NUMBER: _id_number, Kind.PHONE: _phone}
