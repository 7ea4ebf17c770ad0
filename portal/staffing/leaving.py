"""When a post ends, its open work goes on: to whom the post names, else back to the organisation. Nothing waits unseen.

This floor does not know what work there is; the floors above register it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.directory.models import Post, User
from portal.jobs.services import enqueue
from portal.notices.services import notify

# A little after midnight: the last day of a post counts.
LOOK_AT = time(0, 10)


@dataclass(frozen=True)
class Work:
    """One kind of open work: how much of it a post has, and how it is handed over to a post or to the organisation.

    `hand_over(post, to)` is done by the portal itself and returns how much it handed over; a second call finds none.
    """

    count: Callable[[Post], int]
    hand_over: Callable[[Post, Post | None], int]


_work: list[Work] = []


def register(work: Work) -> None:
    if work not in _work:
        _work.append(work)


def open_work(post: Post) -> int:
    return sum(work.count(post) for work in _work)


def hand_over(post: Post, to: Post | None) -> int:
    """By the portal itself. A successor who holds the post no longer gets nothing: it goes to the organisation."""
    successor = to if to is not None and to.is_current() else None
    return sum(work.hand_over(post, successor) for work in _work)


def look_after_ended() -> int:
    """Hand over what ended posts left behind and tell whoever is to know. Returns how many posts that were."""
    ended = Post.objects.ended().select_related("organisation", "successor__user")
    left = [post for post in ended if _settle(post)]
    return len(left)


def plan_look() -> None:
    """Tomorrow's look, once however often this is called."""
    day = timezone.localdate() + timedelta(days=1)
    at = timezone.make_aware(datetime.combine(day, LOOK_AT))
    enqueue("staffing.ended_posts", key=f"staffing.ended_posts:{day}", run_after=at)


def _settle(post: Post) -> int:
    n = hand_over(post, post.successor)
    if n:
        words = {"n": str(n)}
        key = f"post_ended:{post.pk}:{timezone.localdate()}"
        notify(_who_is_to_know(post), key=key, template="post_ended", words=words, path="/desk/")
    return n


def _who_is_to_know(post: Post) -> list[User]:
    """The leaders of the organisation, else everybody in it, else those who look after the portal."""
    there = post.organisation.posts.current().select_related("user")
    keepers = Post.objects.current().filter(role="system_administrator").select_related("user")
    for posts in (there.leading(), there, keepers):
        if people := _people(posts):
            return people
    return []


def _people(posts: Iterable[Post]) -> list[User]:
    return list({post.user_id: post.user for post in posts if post.user.is_active}.values())
