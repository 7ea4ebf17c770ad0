"""A hold and an erasure of the same thing never pass each other: both lock the case first, and the one that it became
part of, then its submissions.
"""

from django.db.models import Q, QuerySet

from forms.models import Submission
from portal.locking import locked
from workflows.models import Case, CaseMerge
from workflows.models.merge import LOCK_ORDER
from workflows.rights.models.target import Target, submissions_of


def lock(target: Target) -> list[Submission]:
    """The submissions of the target, locked until the transaction ends."""
    return lock_all(submissions_of(target))


def lock_all(submissions: QuerySet[Submission, Submission]) -> list[Submission]:
    """Of any number of cases, always in one order."""
    cases = Case.objects.filter(case_submissions__submission__in=submissions)
    into = CaseMerge.objects.filter(case__in=cases.values("pk")).values("into")
    rows = Case.objects.filter(Q(pk__in=cases.values("pk")) | Q(pk__in=into))
    list(rows.select_for_update(of=("self",)).order_by(*LOCK_ORDER).only("pk"))
    return list(locked(submissions.select_related("version__form", "data_key").order_by("pk")))
