"""Keys made from Chinese labels. A key is made once and stays; answers, rules and statistics go by it."""

import re
from collections.abc import Iterable
from typing import Any

from portal.pinyin import syllables

LONGEST = 40


def is_key(text: str) -> bool:
    return re.fullmatch(r"[a-z][a-z0-9_]{0,59}", text) is not None


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


def fill_keys(parts: Iterable[Any], *, named_by: str, fallback: str) -> None:
    """Write a key into every part of an editor's stream that has none yet; no two of these parts get the same."""
    parts = list(parts)
    taken = {part["key"] for part in parts if part["key"]}
    for part in parts:
        if not part["key"]:
            part["key"] = key_from(part.get(named_by) or "", taken, fallback=fallback)
            taken.add(part["key"])
