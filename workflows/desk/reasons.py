"""Why is this mine: the relation of a task, in a sentence."""

from django.utils.translation import gettext as _

from portal.directory.functions import FUNCTIONS
from portal.words import spoken
from workflows.models import Task
from workflows.policies import roles_said


def why_mine(task: Task, place: str) -> str:
    roles = task.type.roles
    if not roles:
        return _why_ours(task, place)
    return " ".join([_why_ours(task, place), _("There only: %(roles)s.") % {"roles": roles_said(roles)}])


def _why_ours(task: Task, place: str) -> str:
    relation = task.case.version.schema.relation(task.relation)
    words = {"title": spoken(relation.title), "organisation": task.organisation, "place": place}
    if task.organisation is None:
        return _("It belongs to “%(title)s”, but nobody answers for that at this place.") % words
    if relation.kind == "supervisor":
        return _("An office below %(organisation)s is late with a task; you are to see to it.") % words
    if relation.kind == "filer":
        return _("It belongs to whoever handed in the report; that was %(organisation)s.") % words
    if relation.kind == "named":
        return _("Whoever opened the case named %(organisation)s.") % words
    if relation.kind == "acceptor":
        return _("It stays with whoever accepted the case; that was %(organisation)s.") % words
    words["duty"] = str(FUNCTIONS.get(relation.duty, relation.duty))
    if place:
        return _("At %(place)s, %(organisation)s answers for the duty “%(duty)s”.") % words
    return _("The place is not known; %(organisation)s answers for the duty “%(duty)s” where nobody else does.") % words
