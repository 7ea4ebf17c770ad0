"""For whom a workflow asks and who is not there: places where nobody answers for a duty, offices without a role.

It keeps nothing from being published: posts change every day, and what nobody answers for goes one level up.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.directory import gap_report
from portal.directory.functions import FUNCTIONS
from portal.directory.models import Duty, Organisation, Post
from portal.words import spoken
from workflows.policies import roles_said
from workflows.schema import Relation, TaskType, WorkflowSchema

# Of many places that a list has.
MOST_SHOWN = 20


@dataclass(frozen=True)
class Vacancy:
    """`what` is asked for, and the first of `count` places or offices where nobody is that."""

    what: str
    places: list[str]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.places)


def vacancies(schema: WorkflowSchema) -> list[Vacancy]:
    """A handful of queries, however many places there are."""
    asked = {relation.key: relation for relation in schema.relations if relation.kind == "duty_at_place"}
    tasks = [task for state in schema.states for task in state.tasks if task.roles and task.relation in asked]
    return [*_of_duties(asked), *_of_roles(asked, tasks)]


def _of_duties(asked: dict[str, Relation]) -> Iterator[Vacancy]:
    missing = {each.kind: each for each in gap_report.missing()}
    duties = {relation.duty: relation for relation in asked.values()}
    known = set(Duty.objects.filter(kind__in=duties).values_list("kind", flat=True).distinct())
    for duty, relation in duties.items():
        what = _("%(who)s: nobody answers for “%(duty)s”") % {
            "who": spoken(relation.title),
            "duty": FUNCTIONS.get(duty, duty),
        }
        if duty not in known:
            yield Vacancy(what, [_("anywhere")], 1)
        elif duty in missing:
            places = [_place(one) for one in missing[duty].places[:MOST_SHOWN]]
            yield Vacancy(what, places, len(missing[duty].places))


def _place(one: gap_report.Missing) -> str:
    where = f"{one.lies_in}{one.name}"
    return _("%(where)s (instead: %(office)s)") % {"where": where, "office": one.instead} if one.instead else where


def _of_roles(asked: dict[str, Relation], tasks: list[TaskType]) -> Iterator[Vacancy]:
    offices = _offices({asked[task.relation].duty for task in tasks})
    held: dict[int, set[str]] = defaultdict(set)
    for organisation, role in Post.objects.current().values_list("organisation", "role").distinct() if tasks else ():
        held[organisation].add(role)
    for task in tasks:
        there = offices[asked[task.relation].duty]
        without = [office for office in there if not any(task.is_for(role) for role in held[office.pk])]
        if without:
            words = {"task": spoken(task.title), "roles": roles_said(task.roles)}
            what = _("%(task)s: nobody there is %(roles)s, so it goes to the level above") % words
            yield Vacancy(what, [str(office) for office in without[:MOST_SHOWN]], len(without))


def _offices(duties: set[str]) -> dict[str, list[Organisation]]:
    """The offices in use that answer for each of these duties somewhere."""
    found: dict[str, dict[int, Organisation]] = defaultdict(dict)
    rows = Duty.objects.filter(kind__in=duties, organisation__active=True).select_related("organisation")
    for row in rows.order_by("area_id"):
        found[row.kind][row.organisation_id] = row.organisation
    return defaultdict(list, {kind: list(offices.values()) for kind, offices in found.items()})
