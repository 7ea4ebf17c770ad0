"""A sentence in one or more languages, kept as data beside each other: what forms and workflows call things."""

from typing import Annotated, Any

from django.utils.translation import get_language
from pydantic import BeforeValidator

DEFAULT_LANGUAGE = "zh-hans"
ENGLISH = "en"


def _as_words(value: Any) -> Any:
    return {DEFAULT_LANGUAGE: value} if isinstance(value, str) else value


# By code of language; a bare string is Chinese.
Words = Annotated[dict[str, str], BeforeValidator(_as_words)]


def say(words: dict[str, str], language: str) -> str:
    """The sentence in that language, else in Chinese, else in whatever there is."""
    return words.get(language) or words.get(DEFAULT_LANGUAGE) or next(iter(words.values()), "")


def spoken(words: dict[str, str]) -> str:
    """The sentence in the reader's language."""
    return say(words, readers_language())


def readers_language() -> str:
    return get_language() or DEFAULT_LANGUAGE


def both(chinese: str | None, english: str | None) -> dict[str, str]:
    """A sentence as an editor has it, in two inputs, as words; nothing when nothing was written."""
    return {language: text for language, text in ((DEFAULT_LANGUAGE, chinese), (ENGLISH, english)) if text}
