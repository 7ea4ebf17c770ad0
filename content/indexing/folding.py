"""One spelling for comparing: half-width, small, simplified, without accents."""

import unicodedata
from functools import cache
from typing import Any

import opencc

_FIRST_IDEOGRAPH = "\u2e80"
_SURROGATES = range(0xD800, 0xE000)


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded(chr(code))
        return self[code]


_TABLE = _Folding()


def fold(text: str) -> str:
    """The result has as many characters as the text, so that a place found in one is the same place in the other."""
    return text.translate(_TABLE)


def _folded(character: str) -> str:
    if ord(character) in _SURROGATES:
        return character
    plain = _single(unicodedata.normalize("NFKC", character).casefold(), character)
    bare = unicodedata.normalize("NFD", plain)[0]
    if bare.isascii():
        return bare
    return _single(_simplifier().convert(plain), plain) if plain >= _FIRST_IDEOGRAPH else plain


def _single(result: str, otherwise: str) -> str:
    return result if len(result) == 1 else otherwise


@cache
def _simplifier() -> Any:
    return opencc.OpenCC("t2s")


def edition() -> str:
    """Tells two ways of folding, and of keeping pieces, apart; what was folded in another one is indexed anew."""
    return f"2-{opencc.__version__}-{unicodedata.unidata_version}"
