"""Dates and times written by a pattern of ODK's format-date: `%Y年%n月%e日`."""

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forms.logic.errors import ExpressionError
from forms.logic.moments import Moment

MONTHS = {
    "zh": tuple(f"{month}月" for month in range(1, 13)),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
DAYS = {
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
LANGUAGES = tuple(MONTHS)
SIGNS = frozenset("YymnbdeaHhMS3%")
_SIGN = re.compile(r"%(.?)", re.DOTALL)


def checked(pattern: str) -> str:
    """The pattern itself. Raises ExpressionError for a sign that means nothing."""
    wrong = next((sign for sign in _SIGN.findall(pattern) if sign not in SIGNS), None)
    if wrong is not None:
        sentence = _("“%(sign)s” means nothing in a pattern for dates; %(known)s do.")
        raise ExpressionError(sentence % {"sign": f"%{wrong}", "known": "%Y %y %m %n %b %d %e %a %H %h %M %S %3"})
    return pattern


def language_of(code: str) -> str:
    """Raises ExpressionError for another than Chinese and English."""
    if code not in LANGUAGES:
        raise ExpressionError(_("Months and days can be named in 'zh' or 'en'."))
    return code


def written(moment: Moment, pattern: str, language: str) -> str:
    """The pattern with its signs replaced. A date is the moment its day begins. Raises ExpressionError."""
    parts = {**_of_day(moment, language_of(language)), **_of_clock(moment), "%": "%"}
    return _SIGN.sub(lambda sign: parts[sign.group(1)], checked(pattern))


def _of_day(moment: Moment, language: str) -> dict[str, str]:
    return {
        "Y": f"{moment.year:04}",
        "y": f"{moment.year % 100:02}",
        "m": f"{moment.month:02}",
        "n": str(moment.month),
        "b": MONTHS[language][moment.month - 1],
        "d": f"{moment.day:02}",
        "e": str(moment.day),
        "a": DAYS[language][moment.weekday()],
    }


def _of_clock(moment: Moment) -> dict[str, str]:
    hour, minute, second = (moment.hour, moment.minute, moment.second) if isinstance(moment, datetime) else (0, 0, 0)
    return {"H": f"{hour:02}", "h": str(hour), "M": f"{minute:02}", "S": f"{second:02}", "3": "000"}
