"""Background work of the public site."""

from datetime import date

from django.utils import timezone

from content.models import PolicyPage
from content.models.search import AT_ONCE, TELLING, remember_all
from content.search.sending import send_pages
from content.verifying import tell_editors
from portal.jobs.registry import job
from portal.jobs.services import enqueue

STANDING = "content.standing"
HOTLINES = "content.hotlines"
_planned: set[date] = set()


def plan_day() -> None:
    """Today's look at documents whose term has ended and at hotlines to check, once however often this is called."""
    today = timezone.localdate()
    if today not in _planned:
        for kind in (STANDING, HOTLINES):
            enqueue(kind, key=f"{kind}:{today}")
        _planned.clear()
        _planned.add(today)


@job(STANDING)
def rank_lapsed() -> None:
    """A document that expired by itself is found after those in force, though nobody has saved it since."""
    lapsed = PolicyPage.objects.live().lapsed_but_ranked().order_by("pk")
    while pages := list(lapsed[:AT_ONCE]):
        remember_all(pages)


@job(HOTLINES)
def hotlines_due() -> None:
    """Editors are told once a quarter, see `tell_editors`."""
    tell_editors()


@job(TELLING)
def tell_opensearch(pages: list[int]) -> None:
    """It does not answer: tried again as every job is, and meanwhile the tables name what is found."""
    send_pages(pages)
