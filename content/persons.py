"""Numbers that lead to a person stand on no page that everybody reads."""

import re
from collections.abc import Iterable
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from content.telephone import has_mobile

# GB 11643: six digits of the place, a day of birth, three of the order, one to check.
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)


def refuse_numbers_of_persons(texts: Iterable[str]) -> None:
    """Raises ValidationError that says which kind of number it is. Wide digits are digits."""
    text = normalize("NFKC", "\n".join(texts))
    if _IDENTITY.search(text):
        raise ValidationError(_("An identity number stands in the text. Everybody reads this page: take it out."))
    if has_mobile(text):
        raise ValidationError(
            _("A mobile number stands in the text. Everybody reads this page: give that of an office.")
        )
