"""Who takes part, found at run time: one resolver for each kind of relation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from portal.directory import codes
from portal.directory.lines import functions_above
from portal.directory.models import Duty, Organisation, Post
from portal.directory.services import organisation_answering, resolve_area, route, successor_of
from workflows.models import Case
from workflows.models.task import PORTAL_OFFICE
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
    """Who answers for the duty where it happened; for a place nobody answers for, who answers for the whole portal.

    Past whom the conflict rule shuts out, and past the filer where the relation says so: then it is who answers one
    level up.
    """
    found = _answering(case, relation.duty)
    if relation.not_filer and found is not None and found == filer(case, relation).organisation:
        return Found(above(case, found, relation))
    return Found(found)


@registry.register("filer")
def filer(case: Case, relation: Relation) -> Found:
    """Who handed in the submission that opened the case; nobody when that was done without an account."""
    post = case.opening_submission.post
    if post is None or post.organisation_id in case.shut_out_organisations:
        return Found(None)
    return _with_the_work_now(case, post)


@registry.register("above_filer")
def above_filer(case: Case, relation: Relation) -> Found:
    """Whom the organisation that handed it in answers to: what such organisations do, or the same kind one level up.

    Where there is nobody, who answers at the place for the duty of the relation. Never those who handed it in.
    """
    filed = filer(case, relation).organisation
    found = _leading(case, filed) if filed else None
    if found is None and relation.duty:
        found = _answering(case, relation.duty)
    return Found(found if found != filed else None)


@registry.register("named")
def named(case: Case, relation: Relation) -> Found:
    """The organisation that was chosen in a field of the form that opened the case, or whoever has its work now."""
    answer = str(case.opening_submission.open_answers.get(relation.field) or "")
    organisation = Organisation.objects.filter(pk=answer).first() if answer.isdecimal() else None
    found = successor_of(organisation) if organisation else None
    return Found(found if found is not None and found.pk not in case.shut_out_organisations else None)


@registry.register("acceptor")
def acceptor(case: Case, relation: Relation) -> Found:
    """Who first accepted a task of the case. When they are shut out, whoever has that task's relation instead."""
    posts = Post.objects.filter(assigned_tasks__case=case).exclude(organisation__in=case.shut_out_organisations)
    in_order = posts.order_by("assigned_tasks__accepted_at", "assigned_tasks__pk")
    post = in_order.select_related("organisation").first()
    if post is not None:
        return _with_the_work_now(case, post)
    accepted = case.tasks.exclude(assignee=None).order_by("accepted_at", "pk")
    found = (case.version.schema.relation(key) for key in accepted.values_list("relation", flat=True))
    instead = next((one for one in found if one.kind != "acceptor"), None)
    return Found(registry.resolve(case, instead).organisation) if instead else Found(None)


@registry.register("supervisor")
def supervisor(case: Case, relation: Relation) -> Found:
    """Who stands above the office that is late with what was last to be seen to."""
    supervisions = case.tasks.exclude(supervises=None).select_related("supervises__organisation")
    task = supervisions.order_by("-made_at").first()
    late = task.supervises if task else None
    if late is None or late.organisation is None:
        return Found(None)
    return Found(above(case, late.organisation, case.version.schema.relation(late.relation)))


def above(case: Case, organisation: Organisation, relation: Relation) -> Organisation | None:
    """Who stands above that organisation in what the relation means, past whom the conflict rule shuts out."""
    return _one_level_up(case, organisation, relation.duty or organisation.function)


def _leading(case: Case, organisation: Organisation) -> Organisation | None:
    here, above = organisation.area_id, _above(organisation)
    asked = [*((kind, here) for kind in sorted(functions_above(organisation.function)))]
    asked += [(organisation.function, above[0])] if above else []
    for duty, area in asked:
        found = organisation_answering(duty, area)
        if found and found.pk != organisation.pk and found.pk not in case.shut_out_organisations:
            return found
    return None


def _with_the_work_now(case: Case, post: Post) -> Found:
    """The post in its organisation; of one that is closed, whoever took over, and nobody in particular there."""
    if post.organisation.active:
        return Found(post.organisation, post)
    heir = successor_of(post.organisation)
    if heir is None:
        return Found(post.organisation, post)
    return Found(heir if heir.pk not in case.shut_out_organisations else None)


def _answering(case: Case, duty: str) -> Organisation | None:
    here = case.answering.get(duty)
    if here is not None and here.pk in case.shut_out_organisations:
        here = _one_level_up(case, here, duty)
    if here is not None:
        return here
    everywhere = answering_everywhere(duty)
    return everywhere if everywhere is not None and everywhere.pk not in case.shut_out_organisations else None


def _one_level_up(case: Case, named: Organisation, duty: str) -> Organisation | None:
    return level_above(named, duty, case.area_code, shut_out=case.shut_out_organisations)


def level_above(
    named: Organisation, duty: str, area_code: str, *, shut_out: Collection[int] = ()
) -> Organisation | None:
    """Of those above the organisation, the nearest: who has the same duty there, else whom such units answer to."""
    kinds = [duty, *sorted(functions_above(named.function) - {duty})]
    above = _above(named)
    found = [
        (above.index(answer.organisation.area_id), place, answer.organisation)
        for place, kind in enumerate(kinds)
        for answer in route(kind, area_code).answers
        if answer.organisation.area_id in above and answer.organisation.pk not in shut_out
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


def portal_offices(area_code: str) -> QuerySet[Organisation]:
    """Who looks after what is nobody's at that place, there or around it."""
    offices = Organisation.objects.filter(function=PORTAL_OFFICE, active=True)
    return offices.filter(area_id__in=codes.lineage(area_code)) if codes.is_code(area_code) else offices


def _above(organisation: Organisation) -> list[str]:
    """The places around that of the organisation, as they are now, the nearest first."""
    here = resolve_area(organisation.area_id).area
    return codes.lineage(here.code if here else organisation.area_id)[1:]


def answering_everywhere(duty: str) -> Organisation | None:
    """The organisation at the top, when there is exactly one: a prefecture's bureau, not one county's among many.

    Who stands in the directory for the widest place, or whoever has its work now.
    """
    rows = Duty.objects.filter(kind=duty).select_related("area").order_by("area__level", "area_id")
    for _level, of_level in groupby(rows.iterator(chunk_size=50), key=lambda row: row.area.level):
        found: set[Organisation] = set()
        for row in of_level:
            if answering := organisation_answering(duty, row.area_id):
                found.add(answering)
            if len(found) > 1:
                return None
        if found:
            return found.pop()
    return None
