"""The access log, for those who may read it: who opened what, for what, from where, and who was refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from forms.searching import rate_limit
from portal.access.models import (
    AUDITOR,
    READ_OWN,
    READ_QUESTIONS,
    READ_REPORTER,
    SIGN_IN_FAILED,
    Access,
    AccessQuerySet,
)
from portal.access.services import record_reading, record_refusal
from portal.accounts import failures
from portal.directory.models import Post, User
from portal.keyset import Order, slice_of, where_from
from portal.localday import beginning_of
from workflows.desk.access import DeskRequest, at_desk
from workflows.desk.log_export import as_csv
from workflows.logreaders import log_readable_by, reads_log
from workflows.models import Case
from workflows.searching import on_record

PAGE = 50
NEWEST_FIRST = Order(("-at", "-pk"))
KINDS: dict[str, str | Promise] = {
    "": _("Everything"),
    "refused": _("Refused only"),
    "reporter": _("Readings of who reported"),
    "emergency": _("In an emergency"),
    "sign_in": _("Failed sign-ins"),
}
ACTIONS: dict[str, str | Promise] = {
    "read": _("opened a paper"),
    READ_REPORTER: _("read who reported"),
    READ_OWN: _("read what they had sent themselves"),
    READ_QUESTIONS: _("read what the office asked them"),
    "read_dialogue": _("read what the office and who reported wrote"),
    "talk": _("wrote to who reported"),
    SIGN_IN_FAILED: _("failed to sign in"),
    "search_cases": _("searched for a person"),
    "compare": _("compared a paper with a search"),
    "list": _("saw the name in a list"),
    "open_file": _("opened a file"),
    "extract": _("had a table file made of papers"),
    "download_extract": _("downloaded a table file of papers"),
    "print": _("printed what was handed in"),
    "see": _("looked at"),
    "accept": _("accepted a task"),
    "complete": _("finished a task"),
    "route": _("passed a task on"),
    "assign": _("made a duty of a document a task"),
    "retry": _("tried an effect again"),
    "exclude": _("shut an organisation out"),
    "hand_over": _("handed work over"),
    "open_in_emergency": _("opened in an emergency"),
    "end_emergency": _("ended an emergency"),
    "review_emergency": _("reviewed an emergency"),
    "read_log": _("opened the access log"),
    "export_log": _("saved the access log as a file"),
    "lift_exclusion": _("let a shut-out organisation in again"),
    # What is done for the rights of the people in the data (workflows.rights).
    "place_hold": _("placed a legal hold"),
    "lift_hold": _("lifted a legal hold"),
    "propose_erasing": _("proposed to erase"),
    "confirm_erasing": _("erased"),
    "refuse_erasing": _("refused to erase"),
    "erase_run_out": _("erased what was kept long enough"),
    "propose_correction": _("proposed a correction"),
    "read_proposal": _("read a proposed correction"),
    "confirm_correction": _("corrected an answer"),
    "refuse_correction": _("refused a correction"),
    "restrict": _("restricted what is done with a paper"),
    "lift_restriction": _("lifted a restriction"),
    "take_request": _("took a request of a person"),
    "read_request": _("read who made a request"),
    "decide_request": _("decided a request of a person"),
    "search_person": _("searched for what names a person"),
    "confirm_person": _("confirmed which papers are about a person"),
    "export_person": _("made an export about a person"),
    "download_export": _("opened an export about a person"),
    "print_answer": _("printed the answer to a request"),
    "answer_request": _("answered a request of a person"),
    "data_rights": _("looked at the rights of people in the data"),
    "appoint_auditor": _("a log auditor was appointed"),
    "dismiss_auditor": _("a log auditor was dismissed"),
    "reset_second_factor": _("took the second factor of an account away"),
    "enter_administration": _("entered the administration"),
    "enter_desk": _("entered the desk"),
}
# Purposes that are the same each time; numbers of cases and requests stand for themselves.
PURPOSES: dict[str, str | Promise] = {
    failures.PASSWORD: _("wrong password"),
    failures.CODE: _("wrong code of the second factor"),
    failures.SINGLE_SIGN_ON: _("single sign-on"),
    failures.TOO_MANY: _("too many from there to list each"),
    "administration of people": _("administration of people"),
    "network": _("from a network that is not allowed"),
    "filter: none": _("without a filter"),
}


class LogForm(forms.Form):
    """Which rows. Nothing in it is ever required."""

    person = forms.CharField(label=_("Person (user name or full name)"), required=False, max_length=150)
    number = forms.CharField(label=_("Case number, or key of the object"), required=False, max_length=80)
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("What"), required=False, choices=list(KINDS.items()))

    def narrow(self, rows: AccessQuerySet) -> AccessQuerySet:
        """What was typed and makes no sense leaves nothing: better an empty list than the wrong one."""
        if not self.is_valid():
            return rows.none()
        wanted = self.cleaned_data
        if wanted["person"]:
            rows = rows.filter(user__in=_called(wanted["person"]))
        if wanted["number"]:
            rows = rows.filter(_about(wanted["number"]))
        if wanted["day"]:
            day = wanted["day"]
            rows = rows.filter(at__gte=beginning_of(day), at__lt=beginning_of(day + timedelta(days=1)))
        return _of_kind(rows, wanted["kind"])


@dataclass(frozen=True)
class Line:
    """One row as people read it."""

    row: Access
    who: str | Promise
    action: str | Promise
    object: str
    number: str
    purpose: str


@at_desk
def log_page(request: DeskRequest) -> HttpResponse:
    _demand(request, "read_log")
    form = LogForm(request.GET)
    readable = log_readable_by(request.user)
    rows = form.narrow(readable).select_related("user", "post__organisation")
    page = slice_of([rows], NEWEST_FIRST, size=PAGE, among=[readable], **where_from(request))
    context = {
        "form": form,
        "page": page,
        "lines": lines(page.rows, reader=request.user),
        "is_auditor": request.post.role == AUDITOR,
        "filters": {name: request.GET[name] for name in form.fields if request.GET.get(name)},
    }
    return render(request, "workflows/desk/log.html", context)


@at_desk
@require_POST
def export(request: DeskRequest) -> HttpResponseBase:
    """The rows of the filter as a file. For the auditor only, and on record."""
    _demand(request, "export_log", only_auditors=True)
    form = LogForm(request.POST)
    rows = form.narrow(log_readable_by(request.user)).newest_first()
    record_reading(request.post, by=request.post, action="export_log", purpose=_said(form))
    return as_csv(rows.select_related("user", "post__organisation"), words_of=lambda row: str(word_of(row.action)))


def lines(rows: Sequence[Access], *, reader: User) -> list[Line]:
    """Case numbers are shown of cases that the reader sees; the words typed to learn who reported to the auditor."""
    post = reader.acting_post
    is_auditor = post is not None and post.role == AUDITOR
    numbers = _numbers({row.matter for row in rows if row.matter}, reader, every=is_auditor)
    return [
        Line(
            row=row,
            who=_who(row),
            action=word_of(row.action),
            object=_kind_of(row.object_type),
            number=numbers.get(row.matter, "") if row.matter else "",
            purpose=_purpose_for(row, whole=is_auditor or row.user_id == reader.pk),
        )
        for row in rows
    ]


def _who(row: Access) -> str | Promise:
    """Where the row names no person."""
    if row.action in (READ_OWN, READ_QUESTIONS):
        return _("whoever has the receipt code")
    return _("the portal itself") if row.allowed else "–"


def word_of(action: str) -> str | Promise:
    return ACTIONS.get(action, action)


def _demand(request: DeskRequest, action: str, *, only_auditors: bool = False) -> None:
    """Whom it is not for does not learn that it is there, and the try is in it."""
    allowed = request.post.role == AUDITOR if only_auditors else reads_log(request.post)
    if not allowed:
        record_refusal(request.post, by=request.post, action=action)
        raise Http404


def _called(typed: str) -> list[int]:
    """Looked up beforehand: the rows of one person are one range of an index, in order."""
    return list(User.objects.filter(Q(username=typed) | Q(name=typed)).values_list("pk", flat=True))


def _about(typed: str) -> Q:
    case = Case.objects.filter(number=typed).values_list("pk", flat=True).first()
    return Q(matter=case) if case else Q(object_id=typed)


def _of_kind(rows: AccessQuerySet, kind: str) -> AccessQuerySet:
    if kind == "refused":
        return rows.refused()
    if kind == "reporter":
        return rows.of_reporters()
    if kind == "sign_in":
        return rows.of_failed_sign_ins()
    return rows.in_emergencies() if kind == "emergency" else rows


def _purpose_for(row: Access, *, whole: bool) -> str:
    """The reason for learning who reported could itself say who."""
    said = row.purpose if whole or row.action != READ_REPORTER else row.purpose.partition(":")[0]
    if row.action == rate_limit.ACTION:
        return on_record.as_people_read_it(said)
    return str(PURPOSES.get(said, said))


def _numbers(matters: Iterable[UUID], reader: User, *, every: bool) -> dict[UUID, str]:
    cases = Case.objects.all() if every else Case.objects.visible_to(reader)
    return dict(cases.filter(pk__in=set(matters)).values_list("pk", "number"))


def _kind_of(object_type: str) -> str:
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def _said(form: Any) -> str:
    """What was filtered by, without the words themselves when they are of a person."""
    named = [name for name in form.fields if form.data.get(name)]
    return "filter: " + (", ".join(named) or "none")


def may_open(post: Post) -> bool:
    """For the navigation."""
    return reads_log(post)
