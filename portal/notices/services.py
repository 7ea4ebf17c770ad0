"""Telling people in the portal that something waits for them. The message never says what it is about."""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from portal.directory.models import User
from portal.notices import routing
from portal.notices.models import Notice
from portal.notices.wording import Said, templates


def notify(
    users: Iterable[User],
    *,
    key: str,
    template: str,
    words: Said,
    path: str,
    organisations: Collection[int] | None = None,
) -> list[Notice]:
    """One notice for each person, and by jobs what they chose outside of the portal. Returns the new notices.

    `key` makes the call idempotent: a second call with the same key tells nobody twice. `words` fill the
    template: numbers, keys and what an author wrote, never a name, a place or an answer. `organisations`: whose groups
    hear of it, too, by id; left out, those of all offices that these people have. Raises LookupError for an unknown
    template, KeyError for a missing word.
    """
    templates[template].check(words)
    with transaction.atomic():
        told = [_tell(user, key=key, template=template, words=words, path=path) for user in users if user.is_active]
        new = [notice for notice in told if notice is not None]
        routing.plan(new, urgent=templates[template].urgent, organisations=organisations)
        return new


def mark_read(user: User, *, notices: Iterable[int] | None = None) -> int:
    """Mark this person's notices as read, those of the given ids or all. Returns how many were unread."""
    unread = Notice.objects.unread(user)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    return unread.update(read_at=timezone.now())


def _tell(user: User, *, key: str, template: str, words: Said, path: str) -> Notice | None:
    values = {"template": template, "words": dict(words), "path": path}
    notice, made = Notice.objects.get_or_create(user=user, key=key, defaults=values)
    return notice if made else None
