"""Numbers with something between their digits, in words that run from right to left.

Beside Arabic letters a browser orders 0991-1234567 and 2026-12-01 piece by piece from the right, and shows another
number (Unicode Standard Annex #9, rules W2 to W4). Set apart, they are read as they were written.
"""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# A tag is left as it is; the digits in a reference to a character are no number.
_PARTS = re.compile(r"<[^>]*>|&#?\w+;|(?P<number>\+?[0-9]+(?:[-‐‑–./: ][0-9]+)+)")


def numbers_in_order(text: str) -> SafeString:
    """The text as HTML, each such number in a `bdi`. What is HTML already stays HTML."""
    return mark_safe(_PARTS.sub(_apart, conditional_escape(text)))  # nosec B308 B703 -- escaped just now


def _apart(part: re.Match[str]) -> str:
    return f'<bdi dir="ltr">{part[0]}</bdi>' if part["number"] else part[0]
