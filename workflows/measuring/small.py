"""Small counts: where a handful of cases could be somebody's child, only that there are few of them is said."""

from django.utils.translation import gettext as _

# From so many on a count is said as it is.
LEAST = 5


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def said_count(count: int) -> str:
    """The count in words: that there is none is said, too."""
    return _("fewer than %(n)d") % {"n": LEAST} if is_small(count) else str(count)
