"""Passing a draft on to whoever goes on with it. It stays sealed under its own key."""

from django.db import transaction

from forms.locking import locked
from forms.models import Draft
from forms.models.draft import expiry
from portal.directory.models import Post


@transaction.atomic
def hand_on(draft: Draft, *, to: Post | None) -> Draft:
    """Give an open draft to another post, or to nobody until a post takes it up; it then lives as long as a new one.

    A post that has begun the same thing keeps its own draft, and this one is nobody's: nothing is thrown away. The
    link to it is void, so a draft that is nobody's is found by its occasion only. Raises DraftClosed.
    """
    draft = locked(draft)
    draft.post = None if to is None or _has_its_own(to, draft) else to
    draft.token_digest = None
    draft.expires_at = expiry()
    draft.save(update_fields=["post", "token_digest", "expires_at"])
    return draft


def _has_its_own(post: Post, draft: Draft) -> bool:
    return Draft.objects.filter(post=post, occasion=draft.occasion, submission=None).exclude(pk=draft.pk).exists()
