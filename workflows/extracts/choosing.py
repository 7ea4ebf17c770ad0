"""Which papers somebody may take out: of the cases they have a part in, each as far as they may read it."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from forms.models import Form, FormVersion, Submission
from forms.schema import FormSchema, Sensitivity
from portal.directory.models import Post, User
from portal.keyset import count_up_to, slice_of
from workflows import lists
from workflows.lists import CaseFilter
from workflows.models import Case, CaseParty, CaseSubmission, Task, WorkflowVersion
from workflows.policies import is_emergency, readable_paper

AT_ONCE = 200


@dataclass(frozen=True)
class Paper:
    """A submission and what of it may be read; never who reported. Of the case not everything is there."""

    case: Case
    submission: Submission
    allowed: frozenset[Sensitivity]


def forms() -> list[Form]:
    """What can be taken out: everything that was ever published."""
    return list(Form.objects.filter(versions__isnull=False).distinct().defer("steps").order_by("title"))


def versions_of(form_key: str) -> list[FormSchema]:
    """The newest first."""
    return [version.schema for version in _versions(form_key)]


def _versions(form_key: str) -> list[FormVersion]:
    """The newest first."""
    return list(FormVersion.objects.filter(form__key=form_key).order_by("-number"))


def stored(which: CaseFilter) -> dict[str, Any]:
    return {key: value for key, value in asdict(which).items() if not key.startswith("_")}


def papers(user: User, form_key: str, which: CaseFilter) -> Iterator[Paper]:
    """The newest cases first. What was opened in an emergency only is for reading, not for taking out."""
    last = ""
    while True:
        found, last = page(user, form_key, which, size=AT_ONCE, after=last)
        yield from found
        if not last:
            return


def page(user: User, form_key: str, which: CaseFilter, *, size: int, after: str) -> tuple[list[Paper], str]:
    """The papers of so many cases behind the case of that id, and the id to go on with, "" at the end."""
    post = user.acting_post
    if post is None:
        return [], ""
    among = lists.all_cases(user) if after else []
    cases = slice_of(lists.cases(user, which), lists.CASES, size=size, among=among, after=after)
    return list(_of_cases(post, [row.case_id for row in cases.rows], form_key)), cases.older


def count(user: User, which: CaseFilter, most: int) -> int:
    """How many cases there are to look through, for the progress bar; `most` for more."""
    return count_up_to(most, lists.cases(user, which), lists.CASES)


def _of_cases(post: Post, ids: list[UUID], form_key: str) -> Iterator[Paper]:
    versions = {version.pk: version for version in _versions(form_key)}
    # In two steps: asked for cases and versions at once, a database may go through all papers of the versions.
    handed_in = CaseSubmission.objects.standing().filter(case__in=ids).values_list("pk", "submission__version")
    wanted = [member for member, version in handed_in if version in versions]
    found = list(
        CaseSubmission.objects.filter(pk__in=wanted)
        .select_related("case", "submission__data_key")
        .prefetch_related(
            "submission__corrections",
            "case__exclusions",
            Prefetch("case__version", WorkflowVersion.objects.defer("definition")),
            *_what_rights_ask(post),
        )
    )
    places = {case: place for place, case in enumerate(ids)}
    found.sort(key=lambda member: (places[member.case_id], member.pk))
    for member in found:
        member.submission.version = versions[member.submission.version_id]
        if paper := as_paper(post, member):
            yield paper


def _what_rights_ask(post: Post) -> "list[Prefetch[Any, Any, Any]]":
    """Of a case only what the policies ask for this post: all its parties and tasks are ten times as many rows."""
    mine, hats = post.organisation_ids(), [hat.pk for hat in post.hats()]
    tasks = Task.objects.filter(Q(assignee__in=hats) | Q(organisation__in=mine, state=Task.State.OPEN))
    return [
        Prefetch("case__parties", CaseParty.objects.filter(organisation__in=mine)),
        Prefetch("case__tasks", tasks),
    ]


def as_paper(post: Post, member: CaseSubmission) -> Paper | None:
    """None for what the post may read nothing of."""
    allowed = frozenset(readable_paper(post, member.case, member)) - {"reporter"}
    if not allowed or is_emergency(post, member.case):
        return None
    return Paper(member.case, member.submission, allowed)
