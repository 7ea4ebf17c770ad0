"""The language a visitor chose, kept in a cookie; Chinese for everybody else, whatever the browser says."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import LocalePrefixPattern
from django.utils import translation

_TAGS = {"zh-hans": "zh-Hans"}
_KNOWN = frozenset(code for code, _name in settings.INTERFACE_LANGUAGES)


def chosen_language(request: HttpRequest) -> str:
    """A code of settings.INTERFACE_LANGUAGES."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in _KNOWN else settings.LANGUAGE_CODE


def language_tag(code: str) -> str:
    """The language as HTML calls it."""
    return _TAGS.get(code, code)


def direction(code: str) -> str:
    return "rtl" if code in settings.LANGUAGES_BIDI else "ltr"


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = chosen_language(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class PagesPrefix(LocalePrefixPattern):
    """What stands before the address of a page: `ug/` for one in Uyghur, nothing for a Chinese one.

    Wagtail asks for an address in the language of the page. What an address leads to is found out by the home page, so
    here each is let through as it is, whatever the language of the reader.
    """

    @property
    def language_prefix(self) -> str:
        code = translation.get_language()
        return f"{code}/" if code in settings.TRANSLATED_INTO else ""

    @property
    def regex(self) -> re.Pattern[str]:
        return re.compile(re.escape(self.language_prefix))

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return path, (), {}
