"""Text as it is shown and as it is asked for."""

import re
from html import unescape

from django.utils.translation import get_language

from content.indexing.spelling import spelled

LONGEST_QUERY = 80
LONGEST_NUMBER = 9

# What stands in two paragraphs is never one word.
_END_OF_BLOCK = re.compile(r"</(?:p|li|h[1-6]|td|th|blockquote|div)>|<[bh]r[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def in_language(chinese: str, english: str) -> str:
    """What the reader reads: the English text when there is one and English was chosen."""
    return english if get_language() == "en" and english else chinese


def lines_of(text: str) -> list[str]:
    """The lines on which something stands."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def plain(html: str) -> str:
    """Rich text without its tags."""
    return unescape(_TAG.sub(" ", _END_OF_BLOCK.sub("\n", html)))


def page_number(written: str) -> int:
    """The number of a page as an address has it; 0 for anything else."""
    is_number = written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER
    return int(written) if is_number else 0


def terms_of(query: str, *, most: int = 6) -> list[str]:
    """The terms of a query, each as its line (see `indexing.spelling`); all of them must be found."""
    lines = (spelled(word) for word in query[:LONGEST_QUERY].split())
    return list(dict.fromkeys(line for line in lines if line))[:most]
