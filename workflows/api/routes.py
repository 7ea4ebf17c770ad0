"""Operations for somebody who is signed in, in the post they act in: the same rights, masks and log as at the desk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from forms import reading
from forms.columns import MASKED, askable
from forms.compartments import sensitivity_of
from forms.models import FormVersion
from portal.directory import codes
from portal.directory.models import Post
from portal.words import Words
from workflows.api.entry import at_desk
from workflows.extracts import choosing
from workflows.extracts.choosing import Paper
from workflows.lists import CaseFilter
from workflows.policies import lender_of
from workflows.purposes import purpose

router = Router(tags=["submissions"])
CASES_AT_ONCE = 50


class Wanted(Schema):
    """Papers of one form; `after` is the `next` of the page before."""

    form: str
    after: str = ""
    show: str = "open"
    state: str = ""
    place: str = ""


class Submitted(Schema):
    number: str
    case: str
    # What addresses of the case name it by.
    case_id: UUID
    version: int
    handed_in_on: str
    place: str
    state: Words
    # By field key; "***" for what the post may not read.
    answers: dict[str, Any]


class Page(Schema):
    submissions: list[Submitted]
    # "" on the last page. A page may be empty and not the last: it goes by cases.
    next: str


@router.get("/submissions/", response=Page, auth=at_desk)
def submissions(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """What was handed in with one form, in the cases that are seen at the desk. Each reading is on record."""
    post: Post = request.auth  # type: ignore[attr-defined]  # where ninja puts what `at_desk` gives
    if not FormVersion.objects.filter(form__key=wanted.form).exists():
        raise Http404
    which = CaseFilter(
        is_open=wanted.show != "closed",
        state=wanted.state[:60],
        area_code=wanted.place if codes.is_code(wanted.place) else "",
    )
    found, following = choosing.page(post.user, wanted.form, which, size=CASES_AT_ONCE, after=wanted.after)
    return {"submissions": [_said(paper, post) for paper in found], "next": following}


def _said(paper: Paper, by: Post) -> dict[str, Any]:
    submission, case, schema = paper.submission, paper.case, paper.submission.version.schema
    lender = lender_of(by, case, schema.key, paper.allowed)
    what_for = purpose(case, by=by, lender=lender)
    answers = reading.opened(submission, by=by, sensitivities=paper.allowed, purpose=what_for).corrected()
    return {
        "number": submission.number,
        "case": case.number,
        "case_id": case.pk,
        "version": submission.version.number,
        "handed_in_on": timezone.localdate(submission.submitted_at).isoformat(),
        "place": submission.area_code,
        "state": case.current_state.title,
        "answers": {
            item.key: answers.get(item.key) if sensitivity_of(item) in paper.allowed else MASKED
            for item in askable(schema)
        },
    }
