"""Where to write on paper: lines, boxes for single digits, options to tick, rows to fill, room to sign.

Each kind of field has its space by its key. One that has none here gets a line, or boxes to tick when it has options.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from forms.fieldtypes.rows import rows_of
from forms.fieldtypes.scale import Scale
from forms.schema import Question
from portal.words import say

LINES_OF_LONG_TEXT = 4
LETTERS_IN_A_LINE = 40
MOST_LINES = 7
# Longer options stand below each other.
SHORT_OPTION = 12


@dataclass(frozen=True)
class Boxes:
    """So many boxes for one character each, and the word after them."""

    count: int
    unit: str | Promise = ""

    @property
    def each(self) -> range:
        return range(self.count)


@dataclass(frozen=True)
class Space:
    """`kind` names the part of the template: forms/paper/spaces/<kind>.html."""

    kind: str
    lines: range = range(1)
    boxes: tuple[Boxes, ...] = ()
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    # Words after the line: a unit, or what to do.
    words: str | Promise = ""
    # Words below each other, each before a line of its own.
    named: tuple[str | Promise, ...] = field(default=())

    @property
    def are_short(self) -> bool:
        return max((len(option) for option in self.options), default=0) <= SHORT_OPTION


Drawing = Callable[[Question, str], Space | None]

_DAY = (
    Boxes(4, pgettext_lazy("after boxes", "year")),
    Boxes(2, pgettext_lazy("after boxes", "month")),
    Boxes(2, pgettext_lazy("after boxes", "day")),
)
_CLOCK = (Boxes(2, pgettext_lazy("after boxes", "hour")), Boxes(2, pgettext_lazy("after boxes", "minute")))


def _boxes(*boxes: Boxes) -> Drawing:
    return lambda _question, _language: Space("boxes", boxes=boxes)


def _named(*words: str | Promise) -> Drawing:
    return lambda _question, _language: Space("named", named=words)


def _line(words: str | Promise = "") -> Drawing:
    return lambda _question, _language: Space("lines", words=words)


def _long(question: Question, language: str) -> Space:
    most = question.settings.get("most_length")
    wanted = LINES_OF_LONG_TEXT if most is None else max(2, -(-int(most) // LETTERS_IN_A_LINE))
    return Space("lines", lines=range(min(wanted, MOST_LINES)))


def _yes_no(question: Question, language: str) -> Space:
    return Space("options", options=(str(_("Yes")), str(_("No"))))


def _consent(question: Question, language: str) -> Space:
    return Space("options", options=(str(_("I agree")),))


def options_of(question: Question, language: str) -> tuple[str, ...]:
    """The options that are on offer today, as people read them."""
    today = date.today()
    offered = (one for one in question.choices if not (one.until and one.until < today))
    return tuple(say(one.label, language) for one in offered)


def _options(question: Question, language: str) -> Space:
    return Space("options", options=options_of(question, language))


def _rows(question: Question, language: str) -> Space:
    """Statements with the same options, or with points to be written."""
    rows = tuple(say(row.label, language) for row in rows_of(question))
    return Space("grid", options=options_of(question, language), rows=rows)


def _scale(question: Question, language: str) -> Space:
    scale = Scale()
    least, most = scale.ends(question)
    ends = {least: scale.end(question, "low", language), most: scale.end(question, "high", language)}
    return Space("options", options=tuple(f"{one} {ends.get(one, '')}".strip() for one in range(least, most + 1)))


def _decimal(question: Question, language: str) -> Space:
    return Space("short", words=str(question.settings.get("unit", "")))


def _nothing(question: Question, language: str) -> None:
    return None


SPACES: dict[str, Drawing] = {
    "text": _line(),
    "person_name": _line(),
    "email": _line(),
    "url": _line(),
    "organisation": _line(_("name of the organisation")),
    "person": _line(_("name, organisation")),
    "child": _named(_("name"), _("ID number")),
    "case_link": _line(_("number of the case")),
    "record_link": _line(_("number or name")),
    "long_text": _long,
    "integer": _decimal,
    "decimal": _decimal,
    "money": lambda _question, _language: Space("short", words=_("yuan")),
    "date": _boxes(*_DAY),
    "time": _boxes(*_CLOCK),
    "datetime": _boxes(*_DAY, *_CLOCK),
    "period": lambda _question, _language: Space("period", boxes=_DAY),
    "choice": _options,
    "multiple_choice": _options,
    "yes_no": _yes_no,
    "consent": _consent,
    "scale": _scale,
    "matrix": _rows,
    "score_sheet": _rows,
    "phone": _boxes(Boxes(11)),
    "id_number": _boxes(Boxes(6), Boxes(8), Boxes(4)),
    "identity_paper": _named(_("kind of paper"), _("number")),
    "credit_code": _boxes(Boxes(18)),
    "area": _named(_("county, township, village")),
    "address": _line(),
    "located_address": _named(_("county, township, village"), _("road and number")),
    "files": lambda _question, _language: Space("enclosed"),
    "photos": lambda _question, _language: Space("enclosed"),
    "audio": lambda _question, _language: Space("enclosed"),
    "signature": lambda _question, _language: Space("signature", boxes=_DAY),
    "computed": lambda _question, _language: Space("computed"),
    "hidden": _nothing,
}


def space_for(question: Question, language: str) -> Space | None:
    """None for what nobody is asked."""
    if question.computed:
        return Space("computed")
    drawing = SPACES.get(question.type) or (_options if question.choices else _line())
    return drawing(question, language)
