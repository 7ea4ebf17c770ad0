"""Keys made from Chinese labels. A key is made once and stays; answers, rules and statistics go by it."""

import re
from collections.abc import Iterable

from portal.pinyin import syllables

LONGEST = 40


def key_from(label: str, taken: Iterable[str], *, fallback: str = "field") -> str:
    """A key that reads like the label and is not taken yet: 发现时间 → `fa_xian_shi_jian`."""
    # Han characters become syllables, whatever else there is stays as it is.
    words = re.findall(r"[a-z0-9]+", " ".join(syllables(label)).lower())
    base = re.sub(r"^[0-9_]+", "", "_".join(words))[:LONGEST].strip("_") or fallback
    taken = set(taken)
    number = 1
    key = base
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key
