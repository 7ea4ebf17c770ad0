"""Text as it is compared and shown in search."""

import re
import unicodedata
from html import unescape

from django.utils.translation import get_language

LONGEST_QUERY = 80

_TAG = re.compile(r"<[^>]*>")


def in_language(chinese: str, english: str) -> str:
    """What the reader reads: the English text when there is one and English was chosen."""
    return english if get_language() == "en" and english else chinese


def plain(html: str) -> str:
    """Rich text without its tags."""
    return unescape(_TAG.sub(" ", html))


def fold(text: str) -> str:
    """One spelling for comparing: full-width and half-width, large and small letters are the same.

    The result has as many characters as the text, so that a place found in one is the same place in the other.
    """
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    result = unicodedata.normalize("NFKC", character).casefold()
    return result if len(result) == 1 else character


def terms_of(query: str, *, most: int = 6) -> list[str]:
    """The words of a query, folded; all of them must be found."""
    return fold(query[:LONGEST_QUERY]).split()[:most]
