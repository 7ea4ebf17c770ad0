"""An access log as half a year makes it: who of the load opened which papers, what was refused, what was searched."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.access.models import Access

ROWS = 200_000
SPAN = timedelta(days=180)
CASES = 20_000
# What the rows say, and how often in a hundred.
ACTIONS = {"read": 55, "compare": 25, "open_file": 8, "search_cases": 5, "see": 4, "read_reporter": 3}
REFUSED = {"see"}


def write_log() -> int:
    """As many rows as are missing, each signed and tied into the chain. Returns how many there are."""
    from portal.access import chain
    from portal.access.models import Access

    missing = ROWS - Access.objects.count()
    if missing > 0:
        rows = _rows(missing)
        while some := list(islice(rows, 5000)):
            Access.objects.bulk_create(some)
    while chain.link_waiting():
        pass
    return int(Access.objects.count())


def _rows(count: int) -> Iterator["Access"]:
    """Oldest first."""
    from django.utils import timezone

    from portal.access import chain
    from portal.access.models import Access
    from portal.directory.models import Post
    from workflows.models import Case

    chance = Random("access log")  # noqa: S311 -- invented data, no secret
    cases = list(Case.objects.order_by("pk").values_list("pk", "number")[:CASES])
    posts = list(Post.objects.current().exclude(user__username="log_auditor").values_list("pk", "user")[:2000])
    begin = timezone.now() - SPAN
    for place in range(count):
        row = Access(at=begin + SPAN * ((place + chance.random()) / count), **_said(chance, cases, posts))
        row.digest = chain.digest_of(row)
        yield row


def _said(chance: Random, cases: list[tuple[Any, str]], posts: list[tuple[int, int]]) -> dict[str, Any]:
    (case, number), (post, user) = chance.choice(cases), chance.choice(posts)
    action = chance.choices(list(ACTIONS), weights=list(ACTIONS.values()))[0]
    by = {"user_id": user, "post_id": post, "address": f"10.20.{chance.randrange(256)}.{chance.randrange(256)}"}
    if action == "search_cases":
        about: dict[str, Any] = {"object_type": "directory.post", "object_id": str(post), "purpose": "name: 3 (load)"}
    else:
        about = {"object_type": "workflows.case", "object_id": str(case), "purpose": number, "matter": case}
    return {"action": action, "allowed": action not in REFUSED, **by, **about}
