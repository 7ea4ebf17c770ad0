"""Numbers of submissions: a pattern such as `强报-{area}-{year}-{serial:05d}`, filled without gaps on rollback.

`{area}` is the county's six digits, `{year}` the year of submission, `{serial}` counts from one in each series;
`:05d` pads it. Nothing else is filled in: a pattern is data, never a Python format.
"""

import re
from collections.abc import Callable

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.models import NumberSeries

PLACEHOLDER = re.compile(r"\{(area|year|serial)(?::0?([1-9])d)?\}")
UNKNOWN_COUNTY = "000000"
# The same words for both databases.
ADVANCE = "UPDATE portal_forms_numberseries SET last = last + 1 WHERE key = %s RETURNING last"


def pattern_problem(pattern: str) -> str | None:
    """A sentence about what is wrong with a pattern, or None."""
    if not re.search(r"\{serial(?::0?[1-9]d)?\}", pattern):
        return _("The numbering needs {serial}, the running number.")
    if "{" in PLACEHOLDER.sub("", pattern) or "}" in PLACEHOLDER.sub("", pattern):
        return _("The numbering knows {area}, {year} and {serial:05d} only.")
    return None


def next_number(pattern: str, *, area_code: str) -> str:
    """Take the next number of its series. Call inside a transaction: the series stays locked until it ends."""
    words = {"area": area_code[:6] or UNKNOWN_COUNTY, "year": str(timezone.localdate().year)}
    # Forms whose patterns read alike share a series, so no two submissions get one number.
    series = _fill(pattern, lambda name, _width: words.get(name, "#"))
    serial = _take(series)
    return _fill(pattern, lambda name, width: words.get(name) or str(serial).zfill(width))


def _fill(pattern: str, word: Callable[[str, int], str]) -> str:
    return PLACEHOLDER.sub(lambda match: word(match[1], int(match[2] or 1)), pattern)


def _take(series: str) -> int:
    taken = _advance(series)
    if taken is None:
        NumberSeries.objects.get_or_create(key=series)
        taken = _advance(series)
    assert taken is not None  # noqa: S101  # nosec B101 -- the row is there, and series are never deleted
    return taken


def _advance(series: str) -> int | None:
    """The next number, None where the series has not begun. In one question, because others wait behind the row."""
    with connection.cursor() as cursor:
        cursor.execute(ADVANCE, [series])
        row = cursor.fetchone()
    return row[0] if row else None
