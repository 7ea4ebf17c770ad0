"""Whose work somebody may count: that of the own organisation, and of all that answer to it, in the own area."""

from dataclasses import dataclass

from django.db.models import Q

from portal.directory.functions import FUNCTIONS
from portal.directory.lines import functions_above
from portal.directory.models import Organisation, Post
from portal.directory.services import lies_in, ranges_of, within
from workflows.models import Task, TaskQuerySet

# Who overlooks a larger area without leading an organisation.
OVERLOOKING_ROLES = frozenset({"city_officer", "province_officer"})
# A county's police are one organisation, a county's townships and villages hundreds.
FEW = 40


@dataclass(frozen=True)
class Scope:
    """Organisations of these functions in that area, with those that were there before."""

    functions: frozenset[str]
    area_code: str

    def organisations(self) -> Q:
        return lies_in(self.area_code, "area_id") & Q(function__in=self.functions)

    def tasks(self) -> TaskQuerySet:
        """Counted, never shown. Of a few organisations each is looked up; of many, all tasks of a time are."""
        few = list(Organisation.objects.filter(self.organisations()).values_list("pk", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return Task.objects.filter(organisation__in=few)
        inside = within(ranges_of(self.area_code), "organisation__area_id")
        return Task.objects.filter(inside, organisation__function__in=self.functions)


def scope_of(post: Post, area_code: str = "") -> Scope | None:
    """What the post may count, or a part of it by area; None for posts that may not.

    `area_code` is a place in the post's own area: the caller sees to it.
    """
    hat = next((hat for hat in post.hats() if may_count(hat)), None)
    if hat is None:
        return None
    return Scope(line_of(hat.organisation.function), area_code or hat.organisation.area_id)


def may_count(post: Post) -> bool:
    return post.leads or post.role in OVERLOOKING_ROLES


def line_of(function: str) -> frozenset[str]:
    """The function, and those of all that answer to such an organisation, directly or through others."""
    line = {function}
    while more := {key for key in FUNCTIONS if functions_above(key) & line} - line:
        line |= more
    return frozenset(line)


def names_of(organisations: Q) -> dict[int, str]:
    return dict(Organisation.objects.filter(organisations).values_list("pk", "name"))
