"""What holds and erasures are about: one submission, or a case with everything in it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forms.models import Submission
from portal.directory.models import Post
from portal.directory.services import ranges_of, within
from workflows.models import Case
from workflows.models.conflict import shut_out

Target = Submission | Case


def either_one(name: str) -> models.CheckConstraint:
    """Of submission and case there is exactly one."""
    return models.CheckConstraint(
        condition=Q(submission=None, case__isnull=False) | Q(submission__isnull=False, case=None), name=name
    )


def in_area_of(post: Post, *, submission: str, case: str) -> Q:
    """For queries: the matter lies in the area of the post's organisation. A case's place goes before a submission's.

    What the conflict rule shuts the person out of is not there, wherever it lies. `submission` and `case` are the
    columns that hold one: "" as submission is the row itself, as case that there is no such column.
    """
    here = ranges_of(post.organisation.area_id)
    alone = within(here, _of(submission, "area_code")) & Q(**{_of(submission, "in_case"): None})
    through = within(here, _of(submission, "in_case__case__area_code"))
    of_case = within(here, _of(case, "area_code")) if case else Q(pk__in=[])
    return (alone | through | of_case) & _open_to(post, submission=submission, case=case)


def _open_to(post: Post, *, submission: str, case: str) -> Q:
    columns = [f"{submission}__in_case__case" if submission else "in_case__case", case]
    return Q(*(~shut_out(post, case=column) for column in columns if column))


def _of(column: str, name: str) -> str:
    return f"{column}__{name}" if column else name


class TargetedQuerySet(models.QuerySet[Any]):
    def in_area_of(self, post: Post) -> Self:
        return self.filter(in_area_of(post, submission="submission", case="case"))

    def touching(self, submission: Submission | models.OuterRef) -> Self:
        """Those about the submission, about the case it is in, or about the one that this became part of."""
        case = Q(case__case_submissions__submission=submission)
        whole = Q(case__merged__case__case_submissions__submission=submission)
        return self.filter(Q(submission=submission) | case | whole)


class Targeted(models.Model):
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("submission")
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("case"))

    class Meta:
        abstract = True

    @property
    def target(self) -> Target:
        found = self.case or self.submission
        if found is None:
            raise LookupError("the database has exactly one of them")
        return found

    @property
    def number(self) -> str:
        return self.target.number

    def submissions(self) -> models.QuerySet[Submission, Submission]:
        return submissions_of(self.target)


def case_of(target: Target) -> Case | None:
    """The case itself, or the one the submission is in."""
    return target if isinstance(target, Case) else Case.objects.filter(case_submissions__submission=target).first()


def columns(target: Target) -> dict[str, Target]:
    """The target as the column that holds it."""
    return {"case" if isinstance(target, Case) else "submission": target}


def submissions_of(target: Target) -> models.QuerySet[Submission, Submission]:
    if isinstance(target, Case):
        return Submission.objects.filter(in_case__case=target)
    return Submission.objects.filter(pk=target.pk)
