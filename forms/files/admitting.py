"""Looking at what somebody sends, within what one sender may have of it.

A picture is built anew while everybody else of that process waits. Most take a moment, but one can be made that takes
as long as it is let, so the time is counted for each address.
"""

import resource
from collections.abc import Collection

from django.conf import settings

from forms.files.refusing import TooMuchWork
from forms.intake import Kind, admitted
from portal.access import origin
from portal.effort import services as effort
from portal.effort.services import Window

PICTURES = "pictures"
# In tenths of a second of work, in ten minutes.
BUDGET = Window(10 * settings.FREE_PICTURE_SECONDS, 600)


def look_at(data: bytes, allowed: Collection[str]) -> tuple[bytes, Kind]:
    """What is kept of a file, and what it is. Raises NotAccepted."""
    sender = origin.sender(origin.address())
    if sender and effort.used(PICTURES, BUDGET, sender) >= BUDGET.free:
        raise TooMuchWork
    before = work_done()
    try:
        return admitted(data, allowed)
    finally:
        if sender:
            effort.use(PICTURES, BUDGET, sender, amount=work_done() - before)


def work_done() -> int:
    """By the processes that this one has started and waited for: tenths of a second, begun ones counted whole."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return -int(-10 * (used.ru_utime + used.ru_stime) // 1)
