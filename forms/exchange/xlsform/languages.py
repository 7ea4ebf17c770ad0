"""Columns in several languages, as words in the two that the editor has inputs for."""

import re

from django.utils.translation import gettext as _

from forms.exchange.xlsform.findings import Findings
from forms.exchange.xlsform.sheets import Book, Row
from portal.words import DEFAULT_LANGUAGE, ENGLISH

_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?\s*\)")
_CHINESE = re.compile(r"chinese|mandarin|中文|汉语|漢語|普通话|简体|简化字|繁體|国语", re.IGNORECASE)
_ENGLISH = re.compile(r"english|英语|英文|英語", re.IGNORECASE)
_BARE = re.compile(r"(zh|en|[a-z]{2,3})(?:[-_][a-z0-9-]+)?", re.IGNORECASE)
_TRADITIONAL = re.compile(r"hant|[-_](tw|hk|mo)\b|繁", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:span|font|b|i|u|em|strong|p|br|div|h[1-6]|a)\b[^<>]*>", re.IGNORECASE)
TRANSLATED = (("label",), ("hint",), ("guidance_hint",), ("bind", "jr:constraintMsg"), ("bind", "jr:requiredMsg"))


def code_of(language: str) -> str:
    """`中文 (zh)` → zh-hans, `English` → en; another language by its own name; "" stays."""
    marked = _CODE.search(language) or _BARE.fullmatch(language.strip())
    code = marked[1].lower() if marked else ""
    if code == "zh" or _CHINESE.search(language):
        return DEFAULT_LANGUAGE
    if code == "en" or _ENGLISH.search(language):
        return ENGLISH
    return language


class Languages:
    """Which language of the workbook becomes which of ours."""

    def __init__(self, book: Book, findings: Findings) -> None:
        self.findings = findings
        self.ours: dict[str, str] = {}
        named = self._named(book)
        settings = book["settings"].rows[:1] if "settings" in book else []
        default = settings[0].get("default_language") if settings else ""
        # Simplified before traditional characters; one that is written without code stands for the default language.
        for language in sorted(named, key=lambda one: (bool(_TRADITIONAL.search(one)), one != default)):
            code = code_of(language)
            if code in (DEFAULT_LANGUAGE, ENGLISH) and code not in self.ours.values():
                self.ours[language] = code
        self._take_another(named, default)
        self.ours[""] = self.ours.get(default) or DEFAULT_LANGUAGE
        if not default and self.ours[""] in {code for name, code in self.ours.items() if name}:
            free = {DEFAULT_LANGUAGE, ENGLISH} - {code for name, code in self.ours.items() if name}
            self.ours[""] = free.pop() if free else DEFAULT_LANGUAGE
        self._say_what_is_left(named)

    def _named(self, book: Book) -> dict[str, list[tuple[str, str]]]:
        """Languages that are named anywhere, with sheet and title of their columns."""
        named: dict[str, list[tuple[str, str]]] = {}
        for sheet in ("survey", "choices"):
            for column, title in book[sheet].titles.items() if sheet in book else ():
                if len(column) > 1 and column[:-1] in TRANSLATED:
                    named.setdefault(column[-1], []).append((sheet, title))
        self.heads = dict(book)
        return named

    def _take_another(self, named: dict[str, list[tuple[str, str]]], default: str) -> None:
        """A form in neither language is taken in one of its own, which stands where the Chinese would."""
        if self.ours or not named or self._has_plain():
            return
        language = default if default in named else next(iter(named))
        self.ours[language] = DEFAULT_LANGUAGE
        message = _("The form speaks “%(language)s” only; its words stand where the Chinese words belong.")
        sheet, title = named[language][0]
        self.findings.changed(self.heads[sheet].head_place(title), message % {"language": language})

    def _has_plain(self) -> bool:
        return any(column in table.titles for table in self.heads.values() for column in TRANSLATED)

    def _say_what_is_left(self, named: dict[str, list[tuple[str, str]]]) -> None:
        message = _("“%(language)s” was left out: forms here are in Chinese and English.")
        for language, columns in named.items():
            if language not in self.ours:
                for sheet, title in columns:
                    self.findings.dropped(self.heads[sheet].head_place(title), message % {"language": language})

    def words(self, row: Row, *column: str) -> dict[str, str]:
        """What the row says there, without markup, which is not shown here."""
        found: dict[str, str] = {}
        for language, text, place in row.in_languages(*column):
            if language not in self.ours:
                continue
            plain = _MARKUP.sub("", text).strip()
            if plain != text:
                self.findings.changed(place, _("The text is shown without its markup."))
            if plain and (language or self.ours[""] not in found):
                found[self.ours[language]] = plain
        return dict(sorted(found.items(), key=lambda each: each[0] != DEFAULT_LANGUAGE))
