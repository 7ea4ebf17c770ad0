"""A hold and an erasure of the same thing never pass each other: both lock the case first, then its submissions."""

from django.db.models import QuerySet

from forms.models import Submission
from workflows.models import Case
from workflows.rights.models.target import Target, submissions_of


def lock(target: Target) -> list[Submission]:
    """The submissions of the target, locked until the transaction ends."""
    return lock_all(submissions_of(target))


def lock_all(submissions: QuerySet[Submission, Submission]) -> list[Submission]:
    """Of any number of cases, always in one order."""
    cases = Case.objects.filter(case_submissions__submission__in=submissions)
    list(Case.objects.select_for_update().filter(pk__in=cases.values("pk")).order_by("pk").only("pk"))
    locked = submissions.select_for_update(of=("self",)).order_by("pk")
    return list(locked.select_related("version__form", "data_key"))
