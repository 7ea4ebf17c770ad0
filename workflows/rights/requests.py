"""A request of a person: taken, decided, its hits confirmed, its export asked for. Each step is in the access log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms import reading
from forms.models import Submission
from forms.numbering import next_number
from forms.schema import Sensitivity
from forms.searching import rate_limit
from portal.access.refusal import Refused
from portal.access.services import record_reading, record_refusal
from portal.directory import codes
from portal.directory.models import Post
from portal.jobs.services import enqueue
from portal.notices.services import notify
from portal.privacy import sealing
from portal.privacy.blindindex import Kind
from workflows.rights import deciding
from workflows.rights.models import DataRequest, Export, Match
from workflows.rights.models.target import in_area_of
from workflows.rights.policies import HANDLERS, conflicts, may_handle
from workflows.rights.recording import purpose_of, refused
from workflows.rights.restricting import restrict

NUMBERING = "权请-{area}-{year}-{serial:04d}"
# Who reported is no part of what is held about the person in a report.
SEARCHED: frozenset[Sensitivity] = frozenset({"open", "personal", "sensitive"})
TYPED = {"name": Kind.NAME, "id_number": Kind.ID_NUMBER, "phone": Kind.PHONE}
MOST = 100


@dataclass(frozen=True)
class Hit:
    """A submission that names the person, and by what of name, ID number and telephone number."""

    submission: Submission
    by: frozenset[str]


def take(
    kind: str,
    *,
    person: dict[str, str],
    identity_checked: str,
    legal_basis: str,
    by: Post,
    received_on: date | None = None,
) -> DataRequest:
    """Write down what somebody asks for; it came today, or on the day given. `person`: see DataRequest.unsealed.

    Raises Refused.
    """
    if not may_handle(by):
        record_refusal(by, by=by, action="take_request")
        raise Refused("not_in_charge", _("Only those who may decide about data of this place do this."))
    received = received_on or timezone.localdate()
    request = DataRequest(kind=kind, identity_checked=identity_checked, legal_basis=legal_basis, received_on=received)
    request.due_on = received + timedelta(days=settings.DATA_REQUEST_DAYS)
    with transaction.atomic():
        request.number = next_number(NUMBERING, area_code=by.organisation.area_id)
        request.proposed_by, request.data_key = by, sealing.new_key()
        request.seal({key: value for key, value in person.items() if value})
        request.save(force_insert=True)
        record_reading(request, by=by, action="take_request", purpose=request.number)
        _tell_deciders(request)
    return request


def decide(request: DataRequest, *, by: Post, granted: bool, why: str) -> None:
    """Whoever did not take it says yes or no, once: a leader of the office or of one above. Raises Refused."""
    demand(request, by, "decide_request")
    deciding.demand_second_person(request.proposed_by, request, by, action="decide_request")
    with transaction.atomic():
        waiting = deciding.still_waiting(request)
        waiting.decision = why
        waiting.save(update_fields=["decision"])
        deciding.decide(waiting, DataRequest.State.GRANTED if granted else DataRequest.State.REFUSED, by)
        record_reading(request, by=by, action="decide_request", purpose=request.number)


def find(request: DataRequest, *, by: Post) -> list[Hit]:
    """What names the person in the area of the post, compared after unsealing; no more often than at the desk.

    Raises Refused.
    """
    demand_granted(request, by, "search_person")
    rate_limit.demand(by, action="search_person", about=request)
    record_reading(request, by=by, action="search_person", purpose=request.number)
    person = request.unsealed()
    typed = {name: person[name] for name in TYPED if person.get(name)}
    hits = (Hit(found, _by_what(found, typed, request, by)) for found in _candidates(typed, by))
    return sorted((hit for hit in hits if hit.by), key=lambda hit: (-len(hit.by), hit.submission.number))


def confirm(request: DataRequest, submissions: Collection[UUID], *, by: Post) -> int:
    """The officer says which hits are the person; for an objection they are restricted from then on.

    What is no hit is passed over. Returns how many there are now. Raises Refused.
    """
    hits = [hit.submission for hit in find(request, by=by) if hit.submission.pk in submissions]
    with transaction.atomic():
        rows = [Match(request=request, submission=submission, confirmed_by=by) for submission in hits]
        Match.objects.bulk_create(rows, ignore_conflicts=True)
        Export.objects.filter(request=request).delete()
        if request.kind == DataRequest.Kind.OBJECTION:
            restrict(request, hits, by=by)
        record_reading(request, by=by, action="confirm_person", purpose=request.number)
    return request.matches.count()


def ask_for_export(request: DataRequest, *, by: Post) -> None:
    demand_granted(request, by, "export_person")
    demand_no_conflict(request, by, "export_person")
    with transaction.atomic():
        record_reading(request, by=by, action="export_person", purpose=request.number)
        enqueue("rights.export", request_id=str(request.pk), post_id=by.pk)


def download(request: DataRequest, kind: str, *, by: Post) -> bytes:
    """The export as json or pdf. Raises Refused, Export.DoesNotExist."""
    demand_granted(request, by, "download_export")
    demand_no_conflict(request, by, "download_export")
    export = Export.objects.select_related("request__data_key").get(request=request)
    record_reading(request, by=by, action="download_export", purpose=request.number)
    return export.opened(kind)


def demand_no_conflict(request: DataRequest, by: Post, action: str) -> None:
    """Raises Refused when the conflict rule shuts the person of the post out of anything that was confirmed."""
    matches = request.matches.select_related("submission")
    shut_out = [match.submission for match in matches if conflicts(by, match.submission)]
    for submission in shut_out:
        refused(submission, by=by, action=action)
    if shut_out:
        raise Refused("conflict", _("You have no part in this request. A colleague or the level above you does it."))


def _tell_deciders(request: DataRequest) -> None:
    people = {post.user for post in deciders_of(request)}
    path = reverse("rights:request", args=[request.pk])
    notify(
        people, key=f"rights.{request.pk}", template="request_to_decide", words={"number": request.number}, path=path
    )


def deciders_of(request: DataRequest) -> list[Post]:
    """Whose turn it is: the other leaders of the office that took it, else those of the nearest one above."""
    office = request.proposed_by.organisation
    leaders = Post.objects.current().filter(role__in=HANDLERS, user__is_active=True).select_related("user")
    others = leaders.exclude(user=request.proposed_by.user_id)
    nearest_first = [Q(organisation=office), *(Q(organisation__area=code) for code in codes.lineage(office.area_id))]
    return next((found for turn in nearest_first if (found := list(others.filter(turn)))), [])


def _candidates(typed: dict[str, str], by: Post) -> list[Submission]:
    named = Q(pk__in=[])
    for name, value in typed.items():
        named |= Q(pk__in=Submission.objects.found_by(TYPED[name], value).values("pk"))
    here = Submission.objects.filter(named, in_area_of(by, submission="", case=""), data_key__wrapped__isnull=False)
    found = list(here.select_related("version__form", "data_key").order_by("-submitted_at")[: MOST + 1])
    if len(found) > MOST:
        # Rather no answer than one that silently leaves papers out.
        sentence = _("More than %(most)d papers may name that person. Ask for an ID or telephone number too.")
        raise Refused("too_many", sentence % {"most": MOST})
    return found


def _by_what(submission: Submission, typed: dict[str, str], request: DataRequest, by: Post) -> frozenset[str]:
    what_for = purpose_of(submission, request.number)
    opened = reading.opened(submission, by=by, sensitivities=SEARCHED, purpose=what_for)
    return frozenset(name for name, value in typed.items() if opened.fitting(TYPED[name], value))


def demand(request: DataRequest, by: Post, action: str) -> None:
    """Raises Refused for who does not handle requests of that place."""
    if may_handle(by) and DataRequest.objects.in_area_of(by).filter(pk=request.pk).exists():
        return
    record_refusal(request, by=by, action=action, purpose=request.number)
    raise Refused("not_in_charge", _("Only those who may decide about data of this place do this."))


def demand_granted(request: DataRequest, by: Post, action: str) -> None:
    """Raises Refused: not in charge, not granted, or erased since."""
    demand(request, by, action)
    request.refresh_from_db(fields=["state"])
    if request.state != DataRequest.State.GRANTED:
        raise Refused("not_granted", _("The request has to be granted first."))
    demand_kept(request)


def demand_kept(request: DataRequest) -> None:
    """Raises Refused when who asked and whom it was about is erased."""
    request.refresh_from_db(fields=["sealed_person"])
    if request.is_erased:
        sentence = _("Who asked and whom it was about is erased: the time it is kept for is over.")
        raise Refused("erased", sentence)
