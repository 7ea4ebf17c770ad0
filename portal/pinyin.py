"""Chinese words in Latin letters, for addresses and keys."""

import os


def syllables(text: str) -> list[str]:
    """Each Han character as its syllable without tone, in the reading its word has; everything else as it stands."""
    # Loaded when an editor first needs it: the dictionaries take 50 MB in the process that does.
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin

    found: list[str] = lazy_pinyin(text)
    return found
