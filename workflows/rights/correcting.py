"""Correcting by two people: a note beside the answer, never a change of what was handed in (PIPL, article 46)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms import reading, services
from forms.answering import holds_files
from forms.compartments import sensitivity_of
from forms.fieldtypes import registry
from forms.models import Submission
from forms.places import Place, places
from forms.schema import Question
from portal.access.refusal import Refused
from portal.directory.models import Post
from portal.words import Words, both, readers_language, spoken
from workflows import events
from workflows.effects.pages import correct_pages
from workflows.models import Case
from workflows.rights.deciding import decide, demand_new, demand_second_person, still_waiting
from workflows.rights.locking import lock
from workflows.rights.models import CorrectionProposal, DataRequest, Export
from workflows.rights.policies import demand_correcting, demand_handling
from workflows.rights.recording import purpose_of, record, refused
from workflows.rights.requests import SEARCHED, demand_granted

# What somebody agreed to or signed is no fact that could be wrong; a computed answer follows from others.
NEVER = frozenset({"consent", "signature"})
# What deciding on a proposal needs.
BESIDE = ("request__data_key", "submission", "proposed_by")
TOLD_REPORTER: Words = both(
    "您报告中的一处内容已经依法更正。您当时提交的原文照旧保存。",
    "Something in your report was corrected as the law provides. What you handed in is kept as it was.",
)


@dataclass(frozen=True)
class Answer:
    """One that can be corrected, as people read it."""

    place: Place
    question: Question
    label: str
    text: str
    value: Any


@dataclass(frozen=True)
class Shown:
    """A proposal as its second person reads it."""

    label: str
    text: str
    should_read: str
    ground: str


def answers_of(request: DataRequest, submission: Submission, *, by: Post) -> list[Answer]:
    """What can be corrected in it. The reading is on record. Raises Refused."""
    _demand(request, submission, by)
    return _read(submission, by=by, words=request.number)


def propose(
    request: DataRequest, submission: Submission, place: Place, value: Any, *, ground: str, by: Post
) -> CorrectionProposal:
    """Ask a second person. `value` is an answer as forms.schema says. Raises Refused."""
    _demand(request, submission, by)
    with transaction.atomic():
        _demand_readable(lock(submission))
        demand_new(CorrectionProposal.objects.filter(submission=submission, place=str(place)))
        proposal = CorrectionProposal(request=request, submission=submission, place=str(place), proposed_by=by)
        proposal.seal({"value": value, "ground": ground}, submission.data_key)
        proposal.save(force_insert=True)
        record(submission, by=by, action="propose_correction", words=request.number)
    return proposal


def shown(proposal: CorrectionProposal, *, by: Post) -> Shown:
    """The answer and what it should read, for whoever decides. On record. Raises Refused."""
    demand_correcting(by, proposal.submission, action="read_proposal")
    submission, place = proposal.submission, Place.read(proposal.place)
    _demand_readable([submission])
    said = _read(submission, by=by, words=proposal.request.number, action="read_proposal")
    answer = next(one for one in said if one.place == place)
    note = proposal.unsealed(submission.data_key)
    should_read = registry[answer.question.type].display(note["value"], answer.question, readers_language())
    return Shown(answer.label, answer.text, should_read, note["ground"])


def confirm(proposal: CorrectionProposal, *, by: Post) -> None:
    """The second person says yes: the note is written, the reporter told, a finished export goes. Raises Refused."""
    demand_correcting(by, proposal.submission, action="confirm_correction")
    demand_second_person(proposal.proposed_by, proposal.submission, by, action="confirm_correction")
    with transaction.atomic():
        [submission] = lock(proposal.submission)
        proposal = still_waiting(proposal, *BESIDE)
        _demand_readable([submission])
        note = proposal.unsealed(submission.data_key)
        services.correct(
            submission,
            Place.read(proposal.place),
            note["value"],
            ground=note["ground"],
            asked_by=proposal.request.unsealed().get("asker", ""),
            proposed_by=proposal.proposed_by,
            by=by,
        )
        correct_pages(submission)
        _tell(submission, proposal, by)
        Export.objects.filter(request__matches__submission=submission).delete()
        decide(proposal, CorrectionProposal.State.CONFIRMED, by)
        record(submission, by=by, action="confirm_correction", words=proposal.request.number)


def refuse(proposal: CorrectionProposal, *, by: Post) -> None:
    """The second person says no; or the first one takes it back. Raises Refused."""
    demand_correcting(by, proposal.submission, action="refuse_correction")
    with transaction.atomic():
        proposal = still_waiting(proposal, *BESIDE)
        decide(proposal, CorrectionProposal.State.REFUSED, by)
        record(proposal.submission, by=by, action="refuse_correction", words=proposal.request.number)


def label_of(submission: Submission, place: Place) -> str:
    schema = submission.version.schema
    label = spoken(place.question(schema).label)
    return f"{spoken(place.item(schema).label)} {place.row}: {label}" if place.row else label


def _demand(request: DataRequest, submission: Submission, by: Post) -> None:
    demand_granted(request, by, "propose_correction")
    demand_handling(by, submission, action="propose_correction")
    if request.kind != DataRequest.Kind.CORRECTION or not request.matches.filter(submission=submission).exists():
        refused(submission, by=by, action="propose_correction")
        raise Refused("not_asked", _("Nobody has asked for a correction of this."))


def _demand_readable(submissions: list[Submission]) -> None:
    if any(submission.is_erased for submission in submissions):
        raise Refused("erased", _("It is erased already."))


def _read(submission: Submission, *, by: Post, words: str, action: str = "read") -> list[Answer]:
    what_for = purpose_of(submission, words)
    opened = reading.opened(submission, by=by, sensitivities=SEARCHED, purpose=what_for, action=action)
    schema, now = opened.schema, opened.corrected()
    asked = [place for place in places(schema, opened.answers) if sensitivity_of(place.item(schema)) in SEARCHED]
    return [_answer(submission, place, place.answer(now)) for place in asked if _can_be_wrong(place.question(schema))]


def _answer(submission: Submission, place: Place, value: Any) -> Answer:
    question = place.question(submission.version.schema)
    text = registry[question.type].display(value, question, readers_language())
    return Answer(place, question, label_of(submission, place), text, value)


def _can_be_wrong(question: Question) -> bool:
    return question.type not in NEVER and not question.computed and not holds_files(question)


def _tell(submission: Submission, proposal: CorrectionProposal, by: Post) -> None:
    """In the log of the case; and to who reported, when it is the report itself."""
    case = Case.objects.select_for_update().filter(case_submissions__submission=submission).first()
    if case is None:
        return
    now = timezone.now()
    events.append(case, "corrected", {"submission": str(submission.pk)}, post=by, at=now)
    case.save(update_fields=["chain_end"])
    if case.opening_submission == submission:
        case.reporter_messages.get_or_create(
            key=f"correction.{proposal.pk}", defaults={"words": TOLD_REPORTER, "at": now}
        )
