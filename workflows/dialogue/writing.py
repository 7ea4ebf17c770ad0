"""Writing to who reported, and as who reported. Each write locks the case, asks policy and state, commits at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from forms import files
from forms.files import Upload
from forms.models import Submission
from portal.access.refusal import Refused
from portal.access.services import Purpose, record_refusal
from portal.directory.models import Post
from portal.locking import locked
from portal.notices.services import notify
from workflows import events
from workflows.dialogue.waiting import who_is_told
from workflows.models import Case, DialogueMessage
from workflows.policies import demand

LONGEST = 2000
# So many messages of a reporter may wait to be read, so that nobody fills an office's page.
MOST_WAITING = 5
MOST_FILES = 5

CLOSED = Refused("closed", _("This case is closed: nothing more can be written here."))
ERASED = Refused("erased", _("What was handed in has been erased: nothing can be written here any more."))
NO_CODE = Refused("no_code", _("Who reported has no receipt code, and so cannot read anything here."))


@dataclass
class Sent:
    """`is_new`: this call sent it. `refused`: a sentence for each file that was not taken."""

    message: DialogueMessage
    is_new: bool
    refused: list[str] = field(default_factory=list)


def seen_by_office(case: Case, *, by: Post) -> None:
    """What who reported has written is read, also when nothing is answered. Raises Refused."""
    demand(by, "talk", case)
    case.opening_submission.dialogue.from_reporter().unread().update(read_at=timezone.now())


def seen_by_reporter(submission: Submission) -> None:
    submission.dialogue.from_office().unread().update(read_at=timezone.now())


def closed_because(case: Case, submission: Submission) -> str | Promise:
    """Why nobody can write here, as a sentence; empty while one can."""
    found = _obstacle(case, submission)
    return found.sentence if found else ""


def ask(case: Case, text: str, *, by: Post, key: str) -> DialogueMessage:
    """Write to who opened the case with a report. `key` is of the form: sent again, the first message is given back.

    Raises Refused: not in charge, closed, erased, no code.
    """
    try:
        absent = demand(by, "talk", case)
    except Refused:
        record_refusal(case, by=by, action="talk", purpose=Purpose("", matter=case.pk))
        raise
    key = f"o:{key}"
    with transaction.atomic():
        case, submission = _locked(case, case.opening_submission)
        if known := submission.dialogue.filter(key=key).first():
            return known
        _demand_open(case, submission)
        message = DialogueMessage(case=case, submission=submission, post=by, key=key)
        _save(message, text)
        submission.dialogue.from_reporter().unread().update(read_at=message.at)
        _note(case, "asked_reporter", message, {"standing_for": str(absent.pk)} if absent else {})
        _tell_filer(case, submission, message)
    return message


def write(submission: Submission, text: str, uploads: Iterable[Upload], *, key: str, missing: int = 0) -> Sent:
    """Write to the office, by whoever holds the code of that report. `missing`: files that did not even arrive.

    What cannot be taken of the files keeps nothing from being sent: it is said, and the office sees one missing.
    Raises Refused: closed, erased, too many that nobody has read; and when nothing at all is left to send.
    """
    case = _case_of(submission)
    if known := submission.dialogue.filter(key=key).first():
        return Sent(known, is_new=False)
    _demand_open(case, submission)
    _demand_room(submission)
    looked, refused = _look(uploads)
    if not text and not looked:
        raise Refused("nothing", " ".join(refused) or _("Write something first, or choose a photo."))
    with transaction.atomic():
        case, submission = _locked(case, submission)
        if known := submission.dialogue.filter(key=key).first():
            return Sent(known, is_new=False)
        _demand_open(case, submission)
        _demand_room(submission)
        message = DialogueMessage(case=case, submission=submission, key=key)
        refused += _keep(message, looked)
        message.missing = min(len(refused) + missing, 99)
        _save(message, text)
        seen_by_reporter(submission)
        _note(case, "reporter_wrote", message, {})
        words, path = {"number": case.number}, reverse("desk:dialogue", args=[case.pk])
        notify(who_is_told(case), key=f"dialogue:{message.pk}", template="reporter_wrote", words=words, path=path)
    return Sent(message, is_new=True, refused=refused)


def _locked(case: Case, submission: Submission) -> tuple[Case, Submission]:
    fresh = locked(Case.objects.select_related("version").filter(pk=case.pk)).get()
    return fresh, Submission.objects.select_related("data_key", "version", "post__user").get(pk=submission.pk)


def _case_of(submission: Submission) -> Case:
    case = Case.objects.filter(case_submissions__submission=submission).first()
    if case is None:
        raise Refused("no_case", _("Nobody works on this report yet. Try again tomorrow; in danger call 110."))
    return case


def _obstacle(case: Case, submission: Submission) -> Refused | None:
    if not submission.receipt_digest:
        # Erasing takes the code away, too.
        return ERASED if submission.is_erased else NO_CODE
    goes_on = case.merge.into if case.is_closed and hasattr(case, "merge") else case
    return CLOSED if goes_on.is_closed else None


def _demand_open(case: Case, submission: Submission) -> None:
    if found := _obstacle(case, submission):
        raise Refused(found.code, found.sentence)


def _demand_room(submission: Submission) -> None:
    if submission.dialogue.from_reporter().unread().count() >= MOST_WAITING:
        sentence = _("The office has not read your last messages yet. Wait until it has; in danger call 110 now.")
        raise Refused("too_many", sentence)


def _save(message: DialogueMessage, text: str) -> None:
    message.seal(text)
    message.save(force_insert=True)


def _look(uploads: Iterable[Upload]) -> tuple[list[files.Sent], list[str]]:
    """What can be kept, and why the others cannot. It takes its time, so nothing is locked meanwhile."""
    looked, refused = [], []
    for number, upload in enumerate(uploads):
        try:
            if number >= MOST_FILES:
                raise files.TooMany(_("No more than %(most)s files can be sent here.") % {"most": MOST_FILES})
            looked.append(files.looked_at(upload))
        except files.NotAccepted as refusal:
            refused.append(f"{upload.name}: {refusal.sentence}")
    return looked, refused


def _keep(message: DialogueMessage, looked: list[files.Sent]) -> list[str]:
    """Why some were not kept."""
    refused = []
    for file in looked:
        try:
            files.store_sent(message.submission, message.files_key, file)
        except files.NotAccepted as refusal:
            refused.append(f"{file.name}: {refusal.sentence}")
    return refused


def _note(case: Case, kind: str, message: DialogueMessage, detail: dict[str, str]) -> None:
    events.append(case, kind, {"message": str(message.pk)} | detail, post=message.post, at=message.at)
    case.save(update_fields=["chain_end"])


def _tell_filer(case: Case, submission: Submission, message: DialogueMessage) -> None:
    """Who reported while signed in hears of it in their own notices; nobody else learns who that is."""
    if submission.post is not None:
        words, path = {"number": submission.number}, reverse("follow")
        told = [submission.post.user]
        notify(told, key=f"dialogue:{message.pk}", template="question_for_you", words=words, path=path)
