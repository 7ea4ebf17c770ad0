"""What is done with a case as a whole, beside its tasks: the case locked, and who may do it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.locking import locked
from workflows.models import Case
from workflows.models.merge import LOCK_ORDER, whole_of
from workflows.policies import Answer


def locked_case(case: Case) -> Case:
    """Read afresh, and locked until the transaction ends."""
    return locked(_cases().filter(pk=case.pk)).get()


def locked_cases(cases: Iterable[UUID]) -> list[Case]:
    """The same of several, in the one order that keeps two who lock them from waiting for each other."""
    return list(locked(_cases().filter(pk__in=cases).order_by(*LOCK_ORDER)))


def locked_whole(case: Case) -> list[Case]:
    """The case and those that are one matter with it, as `locked_cases` has them."""
    return locked_cases(whole_of(case) or [case.pk])


def demand_answer(answer: Answer) -> Post | None:
    """The absent post in whose stead it is done, or None. Raises Refused when the answer is no."""
    if not answer.allowed:
        raise Refused(answer.code, answer.sentence)
    return answer.standing_for


def _cases() -> "QuerySet[Case, Case]":
    return Case.objects.select_related("version", "rest", "merge")
