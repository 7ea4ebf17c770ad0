"""People of the portal, to be chosen by those who work with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from forms.fieldtypes.lookups import Found, Lookup, register
from portal.directory import codes
from portal.directory.models import Post


class PeopleLookup(Lookup):
    """Current posts of the organisations of the one who asks; the reference is the post's number."""

    key = "person"

    def find(self, typed: str, *, post: Post, settings: Mapping[str, Any]) -> Found | None:
        found = _posts(post, settings).filter(pk=typed).first() if _is_number(typed) else None
        return None if found is None else _as_found(found)

    def options(self, *, post: Post, settings: Mapping[str, Any]) -> Sequence[Found]:
        return [_as_found(one) for one in _posts(post, settings)]

    def label(self, reference: str) -> str:
        posts = Post.objects.select_related("user", "organisation")
        found = posts.filter(pk=reference).first() if _is_number(reference) else None
        return reference if found is None else str(found)


def _posts(post: Post, settings: Mapping[str, Any]) -> QuerySet[Post]:
    near = Q(organisation__in=post.organisation_ids())
    if settings.get("below"):
        first, behind = codes.bounds(post.organisation.area_id)
        near |= Q(organisation__area_id__gte=first, organisation__area_id__lt=behind)
    posts = Post.objects.current().filter(near, user__is_active=True).select_related("user", "organisation")
    return posts.order_by("organisation__name", "user__name", "pk")


def _as_found(post: Post) -> Found:
    title = f"，{post.title}" if post.title else ""
    return Found(str(post.pk), f"{post.user}（{post.organisation}{title}）")


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) <= 18


register(PeopleLookup())
