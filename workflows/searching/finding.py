"""Cases whose papers name what is searched for, as far as the person may see the case and read the paper.

The blind index gives candidates of the whole portal. Only those that `visible_to` lets through are looked at further:
each is unsealed as far as the person may read it and compared, so that what does not fit, or fits only in words that
are kept from the person, is as if it were not there. Who reported is never searched for (docs/decisions/0013).
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from forms import reading
from forms.models import Submission
from forms.searching.query import Wanted
from portal.access.services import written_together
from portal.directory.models import Post, User
from portal.keyset import Order, Slice, slice_of
from portal.privacy.sealing import Unreadable
from workflows.models import Case, CaseSubmission
from workflows.policies import lender_of, readable
from workflows.purposes import purpose

log = logging.getLogger("workflows.searching")

# Each is unsealed and logged, so a page is short.
PAGE = 10
# Nearly all that somebody sees fit, but in some papers the name stands where this person may not read.
READ_AT_ONCE = 15
# More are never unsealed at once. Of candidates that somebody sees nearly all fit, so a page is full long before.
MOST_COMPARED = 100
AT_ONCE = 500
NEWEST_FIRST = Order(("-opened_at", "-pk"))


@dataclass(frozen=True)
class Hit:
    case: Case
    # What fits, as it stands in the papers, each once.
    matches: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One page. `older` is the case to go on behind, empty at the end."""

    hits: list[Hit]
    older: str


def find(user: User, wanted: Wanted, *, after: str = "") -> Found:
    """The newest first, behind the case of that id. What is unsealed for it is on record."""
    seen, post = Case.objects.visible_to(user), user.acting_post
    if post is None:
        return Found([], "")
    candidates = _candidates(wanted)
    full = seen.select_related("version").defer("version__definition")
    strands = [full.filter(pk__in=some) for some in _portions(candidates)]
    page = slice_of(strands, NEWEST_FIRST, size=MOST_COMPARED, among=[seen], after=after)
    return _compared(page, candidates, wanted, post)


@written_together()
def _compared(page: Slice[Case], candidates: Mapping[UUID, list[UUID]], wanted: Wanted, post: Post) -> Found:
    """Up to a page of those that fit. What stands in the log of it is written at its end."""
    hits: list[Hit] = []
    for place, (case, papers) in enumerate(_read(page.rows, candidates), start=1):
        if matches := _matches(case, papers, wanted, post):
            hits.append(Hit(case, matches))
        if len(hits) == PAGE:
            more = place < len(page.rows) or page.older
            return Found(hits, str(case.pk) if more else "")
    return Found(hits, page.older)


def _candidates(wanted: Wanted) -> dict[UUID, list[UUID]]:
    """The papers that the index takes for it, by case. Of the whole portal, and few, so they are simply listed.

    What somebody had restricted is not searched, whoever could read it.
    """
    found = Submission.objects.found_by(wanted.kind, wanted.text).order_by()
    candidates = defaultdict(list)
    members = CaseSubmission.objects.filter(submission__in=found, restricted=False).order_by()
    for case, paper in members.values_list("case", "submission"):
        candidates[case].append(paper)
    return candidates


def _portions(cases: Collection[UUID]) -> Iterator[list[UUID]]:
    """So many at a time that a database still looks each of them up in its index."""
    ids = sorted(cases)
    yield from (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _read(cases: Sequence[Case], candidates: Mapping[UUID, list[UUID]]) -> Iterator[tuple[Case, list[Submission]]]:
    """Each case with its candidates: some at a time, for the first are often enough."""
    for start in range(0, len(cases), READ_AT_ONCE):
        some = cases[start : start + READ_AT_ONCE]
        prefetch_related_objects(some, "parties", "tasks", "exclusions")
        papers = _papers(candidates, some)
        yield from ((case, papers[case.pk]) for case in some)


def _papers(candidates: Mapping[UUID, list[UUID]], cases: Iterable[Case]) -> dict[UUID, list[Submission]]:
    """The candidates in each of the cases, read."""
    wanted = {paper: case.pk for case in cases for paper in candidates[case.pk]}
    found = Submission.objects.filter(pk__in=wanted).select_related("version", "data_key").defer("version__definition")
    papers = defaultdict(list)
    for paper in reading.with_corrections(found).order_by("submitted_at", "pk"):
        papers[wanted[paper.pk]].append(paper)
    return papers


def _matches(case: Case, papers: Iterable[Submission], wanted: Wanted, post: Post) -> tuple[str, ...]:
    fitting = (value for paper in papers for value in _fitting(case, paper, wanted, post))
    return tuple(dict.fromkeys(fitting))


def _fitting(case: Case, paper: Submission, wanted: Wanted, post: Post) -> list[str]:
    """What in the paper fits, of what the post may read of it."""
    schema = paper.version.schema
    allowed = readable(post, case, schema.key) - {"reporter"}
    lender = lender_of(post, case, schema.key, allowed)
    what_for = purpose(case, by=post, lender=lender)
    try:
        opened = reading.opened(paper, by=post, sensitivities=allowed, purpose=what_for, action="compare")
    except Unreadable:
        # One damaged paper must not hide all others.
        log.warning("Submission %s cannot be unsealed", paper.pk)
        return []
    return opened.fitting(wanted.kind, wanted.text)
