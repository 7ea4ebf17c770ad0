"""Numbers that may stand on a public page: those of an office, never those of a person."""

import re
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_WRITTEN = re.compile(r"[0-9+][0-9 ()+\-–—转#,]{1,38}")
_NOT_DIALLED = re.compile(r"[^0-9]")
# Eleven digits that begin with 13 to 19, also with the country before them (工信部《电信网编号计划》).
_MOBILE = re.compile(r"(?:0*86)?0?1[3-9][0-9]{9}")
_MOBILE_IN = re.compile(r"(?<![0-9])(?:0*86[ \-–—]*)?0?1[3-9][0-9](?:[ \-–—]?[0-9]){8}(?![0-9])")


def is_mobile(number: str) -> bool:
    """Also one beside another number, with an extension, or in wide digits."""
    plain = normalize("NFKC", number)
    return bool(_MOBILE.fullmatch(_NOT_DIALLED.sub("", plain))) or has_mobile(plain)


def has_mobile(text: str) -> bool:
    """Whether one stands somewhere in a text whose digits are plain."""
    return bool(_MOBILE_IN.search(text))


def validate_office_number(number: str) -> None:
    if not _WRITTEN.fullmatch(number):
        raise ValidationError(_("Write the number with its area code, such as 0999-0123456."))
    if is_mobile(number):
        raise ValidationError(_("This is the number of a person. Everybody reads this page: give that of the office."))


def dialled(number: str) -> str:
    """What a telephone is given: the number without its extension."""
    return _NOT_DIALLED.sub("", re.split("[转#,]", number)[0])
