"""Restricting what is done with a paper, and ending that by another person. Each is in the log of the case."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from forms.models import Record, RecordEntry, Submission
from portal.directory.models import Post
from workflows import events
from workflows.effects.pages import take_down_pages
from workflows.models import Case, CaseSubmission
from workflows.rights.deciding import demand_second_person
from workflows.rights.locking import lock
from workflows.rights.models import DataRequest, Restriction
from workflows.rights.policies import demand_handling
from workflows.rights.recording import record


def restrict(request: DataRequest, submissions: Iterable[Submission], *, by: Post) -> None:
    """For a granted objection; what is restricted for it already stays so. The caller has asked who may."""
    for submission in submissions:
        with transaction.atomic():
            lock(submission)
            given = {"request": request, "submission": submission, "lifted_at": None}
            _restriction, new = Restriction.objects.get_or_create(**given, defaults={"set_by": by})
            if new:
                record(submission, by=by, action="restrict", words=request.number)
                take_down_pages(submission)
                _mark(submission, "restricted", by)


def lift(restriction: Restriction, *, by: Post) -> None:
    """By somebody else than who set it. A second call changes nothing. Raises Refused."""
    paper = restriction.submission
    demand_handling(by, paper, action="lift_restriction")
    demand_second_person(restriction.set_by, paper, by, action="lift_restriction")
    with transaction.atomic():
        lock(paper)
        if Restriction.objects.live().filter(pk=restriction.pk).update(lifted_at=timezone.now(), lifted_by=by):
            record(paper, by=by, action="lift_restriction", words=restriction.request.number)
            _mark(paper, "restriction_lifted", by)


def _mark(submission: Submission, event: str, by: Post) -> None:
    """What the desk goes by, and what the case says about it."""
    restricted = Restriction.objects.live().filter(submission=submission).exists()
    CaseSubmission.objects.filter(submission=submission).update(restricted=restricted)
    Record.objects.filter(entries__submission=submission, entries__kind=RecordEntry.Kind.OPENED).update(
        restricted=restricted
    )
    case = Case.objects.filter(case_submissions__submission=submission).first()
    if case is not None:
        events.append(case, event, {"submission": str(submission.pk)}, post=by, at=timezone.now())
        case.save(update_fields=["chain_end"])
