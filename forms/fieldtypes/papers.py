"""Numbers of identity papers other than by GB 11643 alone, and what of each can be checked. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms.logic import idnumbers

# What a letter of a Taiwan identity number counts for.
_TAIWAN = {letter: 10 + place for place, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}


@dataclass(frozen=True, slots=True)
class Paper:
    name: str | Promise
    pattern: str
    # Whether the characters fit together, as far as that is public.
    fits: Callable[[str], bool] = lambda _number: True

    def takes(self, number: str) -> bool:
        return re.fullmatch(self.pattern, number, re.ASCII) is not None and self.fits(number)


def fits_hong_kong(number: str) -> bool:
    """A123456(3): weights 9 to 2, then 1 for the check character; a missing first letter counts as 36."""
    values = [36 if sign == " " else int(sign, 36) for sign in number.rjust(9)]
    return sum(value * weight for value, weight in zip(values, range(9, 0, -1), strict=True)) % 11 == 0


def fits_taiwan(number: str) -> bool:
    """A123456789: the letter as two digits, then weights 8 to 1 and 1."""
    tens, ones = divmod(_TAIWAN[number[0]], 10)
    weights = (8, 7, 6, 5, 4, 3, 2, 1, 1)
    return (
        tens + 9 * ones + sum(int(digit) * weight for digit, weight in zip(number[1:], weights, strict=True))
    ) % 10 == 0


PAPERS: dict[str, Paper] = {
    "resident": Paper(_("Resident identity card"), r"[1-7]\d{16}[\dX]", idnumbers.is_valid),
    "residence_permit": Paper(
        _("Residence permit for people of Hong Kong, Macao and Taiwan"), r"8[123]0000\d{11}[\dX]", idnumbers.is_valid
    ),
    "foreigner_permit": Paper(
        _("Permanent residence card of a foreigner"),
        r"9\d{16}[\dX]|[A-Z]{3}\d{12}",
        lambda number: number[0] != "9" or idnumbers.is_valid(number),
    ),
    "birth_certificate": Paper(_("Medical certificate of birth"), r"[A-Z]\d{9}"),
    "hong_kong_macao_pass": Paper(_("Mainland travel permit, Hong Kong and Macao"), r"[HM]\d{8}(?:\d{2})?"),
    "taiwan_pass": Paper(_("Mainland travel permit, Taiwan"), r"\d{8}|\d{10}[A-Z]?"),
    "hong_kong_card": Paper(_("Hong Kong identity card"), r"[A-Z]{1,2}\d{6}[\dA]", fits_hong_kong),
    "macao_card": Paper(_("Macao identity card"), r"[157]\d{7}"),
    "taiwan_card": Paper(_("Taiwan identity card"), r"[A-Z][1289]\d{8}", fits_taiwan),
    "passport": Paper(_("Passport"), r"[A-Z0-9]{5,15}"),
    "other": Paper(_("Another paper"), r"[A-Z0-9()./]{3,30}"),
}
