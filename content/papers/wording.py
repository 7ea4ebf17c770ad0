"""The words of a document as they are set: what belongs together stays on one line. Pure."""

import re
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

JOINER = "\u2060"
# A number and what it counts, a year and its month (GB/T 9704-2012, 7.3.3); and signs that begin no line.
_TOGETHER = re.compile(r"(?<=[0-9%])(?=[年月日号条款项个名次元岁人天时周万亿%‰〕])|(?=[·～／‧])")

# What Python takes for other signs of GB 2312 than everybody types.
_EVERYWHERE = f"{JOINER}·—"


def wording(text: str) -> SafeString:
    """The text as HTML. A character that is in few typefaces is kept from pushing its line apart."""
    bound = _TOGETHER.sub(JOINER, " ".join(text.split()))
    runs = ((is_rare, "".join(run)) for is_rare, run in groupby(bound, _is_rare))
    return format_html_join("", "{}", ((_set(is_rare, run),) for is_rare, run in runs))


def _set(is_rare: bool, run: str) -> SafeString:
    return format_html('<span class="rare">{}</span>', run) if is_rare else escape(run)


def _is_rare(character: str) -> bool:
    """Not in GB 2312, and so not in every Chinese typeface."""
    if character in _EVERYWHERE:
        return False
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
