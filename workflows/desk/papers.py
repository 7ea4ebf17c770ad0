"""What was handed in to a case, as far as somebody may read it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from forms.models import Submission
from portal.directory.models import Post
from portal.words import Words
from workflows.desk.documents import Document, documents_of
from workflows.desk.timeline import visible_numbers
from workflows.models import Case, CaseSubmission
from workflows.policies import readable_paper


@dataclass(frozen=True)
class Handed:
    """A submission of the case that I may read something of."""

    submission: Submission
    title: Words
    opening: bool
    has_reporter: bool
    documents: list[Document]
    # It came with a case that has become part of this one; the number of that for who may see it.
    foreign: bool = False
    of_case: str = ""
    # Another paper of the case has this title too, so the number belongs to what this one is called.
    repeated: bool = False
    # The step that it came with was taken back.
    withdrawn: bool = False


def handed_in(case: Case, reader: Post) -> list[Handed]:
    """Submissions that the reader may read anything of, in order."""
    found, members = [], list(_members(case))
    foreign = {member.case_id for member in members} - {case.pk}
    others = visible_numbers(foreign, reader) if foreign else {}
    for position, member in enumerate(members):
        schema = member.submission.version.schema
        allowed = readable_paper(reader, case, member)
        if allowed:
            found.append(
                Handed(
                    submission=member.submission,
                    title=schema.title,
                    opening=position == 0,
                    has_reporter="reporter" in allowed and hasattr(member.submission, "reporter_identity"),
                    documents=documents_of(case, member.submission, allowed),
                    withdrawn=member.withdrawn,
                    foreign=member.case_id != case.pk,
                    of_case=others.get(member.case_id, ""),
                )
            )
    titles = Counter(paper.submission.version.schema.key for paper in found)
    return [replace(paper, repeated=titles[paper.submission.version.schema.key] > 1) for paper in found]


def _members(case: Case) -> Iterable[CaseSubmission]:
    """With everything that is listed of them; what they say stays where it is."""
    members = case.papers.select_related("case", "submission__version", "submission__reporter_identity")
    answers = (
        "submission__open_answers",
        "submission__sealed_answers",
        "submission__reporter_identity__sealed_answers",
    )
    return members.defer("submission__version__definition", *answers).prefetch_related("submission__files")
