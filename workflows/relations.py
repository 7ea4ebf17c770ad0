"""Who takes part, found at run time: one resolver for each kind of relation."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.directory import codes
from portal.directory.models import Duty, Organisation, Post
from portal.directory.services import organisation_answering
from workflows.models import Case
from workflows.schema import Relation


@dataclass(frozen=True)
class Found:
    """Who a relation is now: an organisation, and one post in it when the relation means a person.

    Without an organisation nobody answers: the portal office sees the task, nothing is refused for it.
    """

    organisation: Organisation | None
    post: Post | None = None


Resolver = Callable[[Case, Relation], Found]


class RelationRegistry:
    def __init__(self) -> None:
        self._resolvers: dict[str, Resolver] = {}

    def register(self, kind: str) -> Callable[[Resolver], Resolver]:
        def decorate(resolver: Resolver) -> Resolver:
            if kind in self._resolvers:
                raise ValueError(f"relation kind {kind!r} is registered twice")
            self._resolvers[kind] = resolver
            return resolver

        return decorate

    def __contains__(self, kind: str) -> bool:
        return kind in self._resolvers

    def resolve(self, case: Case, relation: Relation) -> Found:
        """Who that is for this case. Raises KeyError for a kind nobody registered."""
        return self._resolvers[relation.kind](case, relation)


registry = RelationRegistry()


@registry.register("duty_at_place")
def duty_at_place(case: Case, relation: Relation) -> Found:
    """Who answers for the duty where it happened; for a place nobody answers for, who answers for the whole portal."""
    here = None
    if codes.is_code(case.area_code):
        here = organisation_answering(relation.duty, case.area_code)
    return Found(here or _answering_everywhere(relation.duty))


@registry.register("filer")
def filer(case: Case, relation: Relation) -> Found:
    """Who handed in the submission that opened the case; nobody when that was done without an account."""
    post = case.opening_submission.post
    return Found(post.organisation, post) if post else Found(None)


@registry.register("acceptor")
def acceptor(case: Case, relation: Relation) -> Found:
    """Who first accepted a task of the case."""
    accepted = case.tasks.exclude(assignee=None).select_related("assignee__organisation")
    task = accepted.order_by("accepted_at", "pk").first()
    return Found(task.assignee.organisation, task.assignee) if task and task.assignee else Found(None)


def _answering_everywhere(duty: str) -> Organisation | None:
    """The organisation at the top, when there is exactly one: a prefecture's bureau, not one county's among many."""
    widest = list(
        Duty.objects.filter(kind=duty, organisation__active=True)
        .select_related("organisation", "area")
        .order_by("area__level", "area_id")[:2]
    )
    if not widest or (len(widest) == 2 and widest[0].area.level == widest[1].area.level):
        return None
    return widest[0].organisation
