"""Background work of the public site."""

from datetime import date

from django.utils import timezone

from content.models import PolicyPage
from content.models.search import AT_ONCE, remember_all
from portal.jobs.registry import job
from portal.jobs.services import enqueue

STANDING = "content.standing"
_planned: set[date] = set()


def plan_day() -> None:
    """Today's look at the documents whose term has ended, once however often this is called."""
    today = timezone.localdate()
    if today not in _planned:
        enqueue(STANDING, key=f"{STANDING}:{today}")
        _planned.clear()
        _planned.add(today)


@job(STANDING)
def rank_lapsed() -> None:
    """A document that expired by itself is found after those in force, though nobody has saved it since."""
    lapsed = PolicyPage.objects.live().lapsed_but_ranked().order_by("pk")
    while pages := list(lapsed[:AT_ONCE]):
        remember_all(pages)
