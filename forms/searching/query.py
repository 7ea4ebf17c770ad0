"""What somebody means who types a name, an ID number or a telephone number into one field. Pure."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from forms.fieldtypes import telephone
from forms.fieldtypes.normalising import compact, prose
from forms.logic import idnumbers
from portal.access.refusal import Refused
from portal.privacy.blindindex import Kind
from portal.privacy.blindtokens import tokens_of

# Nobody's telephone number has as many, with its country code.
DIGITS_OF_AN_ID = 16
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Wanted:
    """What is searched for, as the blind index takes it."""

    kind: Kind
    text: str


class Unclear(Refused):
    """Nothing can be searched for that way; the sentence says how it can."""


def understood(typed: str) -> Wanted:
    """Letters make a name, digits a number. Raises Unclear."""
    number = compact(typed)
    digits = len(_DIGIT.findall(number))
    letters = len(_LETTER.findall(number))
    if not digits and not letters:
        raise Unclear("empty", _("Type a name, an ID number or a telephone number."))
    if not digits:
        return _name(prose(typed))
    if phone := telephone.read(typed):
        return Wanted(Kind.PHONE, phone)
    if digits + letters >= DIGITS_OF_AN_ID:
        return _id_number(number)
    if letters:
        raise Unclear("mixed", _("Type either a name or a number, not both."))
    raise Unclear("no_phone", _("Type the whole telephone number: 11 digits, or a landline with its area code."))


def _name(name: str) -> Wanted:
    """Two characters at least: one would find half of the town."""
    tokens = tokens_of(Kind.NAME, name)
    if not tokens or any(len(token) < len("小明") for token in tokens):
        raise Unclear("too_short", _("Type at least two characters of the name."))
    return Wanted(Kind.NAME, name)


def _id_number(number: str) -> Wanted:
    plain = number.replace("-", "").upper()
    if not idnumbers.is_valid(plain):
        sentence = _("This is not a valid ID number: it has 18 characters, and the last one must fit the others.")
        raise Unclear("no_id_number", sentence)
    return Wanted(Kind.ID_NUMBER, plain)
